package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.family.Drawing;
import io.patchclamp.internal.family.Families;
import io.patchclamp.internal.family.Family;
import io.patchclamp.internal.family.Settings;
import io.patchclamp.internal.json.Json;

/**
 * Reads {@code config.json}. A field that would change the arithmetic unseen is an error.
 *
 * @param family whose it is
 * @param drawing the modules it means
 */
record CheckpointConfig(Family family, Drawing drawing) {
    /** The config of a directory as {@code transformers} saves it. */
    static CheckpointConfig read(Path directory) {
        return read(directory, json -> {});
    }

    /** The same with an unembedding of its own, whatever it says of that. */
    static CheckpointConfig untied(Path directory) {
        return read(directory, json -> json.addProperty("tie_word_embeddings", false));
    }

    private static CheckpointConfig read(Path directory, Consumer<JsonObject> change) {
        Path file = directory.resolve("config.json");
        if (!Files.exists(file)) {
            throw new LoadException(
                    "'" + directory + "' has no config.json, so it is no model as transformers saves it.",
                    "the directory that holds config.json and model.safetensors, or a .gguf file");
        }
        return readFile(file, change);
    }

    /** The config in a file of any name. */
    static CheckpointConfig readFile(Path file) {
        return readFile(file, json -> {});
    }

    private static CheckpointConfig readFile(Path file, Consumer<JsonObject> change) {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new LoadException("'" + file + "' is no UTF-8 text.", "a copy of the model that is complete", e);
        } catch (IOException e) {
            throw new LoadException(
                    "'" + file + "' cannot be read: " + e, "permission to read it, or another copy of the model", e);
        }
        JsonObject json = tree(Json.parseObject(text, "'" + file + "'")).getAsJsonObject();
        change.accept(json);
        return of(json, file.toString());
    }

    /** What our own reader let through, in the form that fields are looked up in. */
    private static JsonElement tree(Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((name, member) -> object.add(String.valueOf(name), tree(member)));
            return object;
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray(list.size());
            list.forEach(member -> array.add(tree(member)));
            return array;
        }
        if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value == null ? JsonNull.INSTANCE : new JsonPrimitive(String.valueOf(value));
    }

    /**
     * Understands a config.
     *
     * @param file where it is from, for messages
     */
    static CheckpointConfig of(JsonObject json, String file) {
        String type = json.has("model_type") && json.get("model_type").isJsonPrimitive()
                ? json.get("model_type").getAsString()
                : "";
        String given = firstArchitecture(json);
        Family family = Families.ofType(type)
                .orElseThrow(() -> new LoadException(
                        "'" + file + "' describes a model of type '" + type + "'"
                                + (given.isEmpty() ? "" : " (" + given + ")") + ", which is not understood; "
                                + String.join(", ", Families.types()) + " are.",
                        "a language model of one of these families, such as smollm2"));
        if (!given.isEmpty() && !family.architectures().contains(given)) {
            throw new LoadException(
                    "'" + file + "' describes a " + given + "; of the type '" + type + "' only "
                            + String.join(", ", family.architectures()) + " is understood.",
                    "the language model that this one was made from");
        }
        Settings settings = new Settings(file, json);
        if (json.has("quantization_config") && !json.get("quantization_config").isJsonNull()) {
            throw new LoadException(
                    "'" + file + "' asks for quantised arithmetic (quantization_config), which is not understood.",
                    "the unquantised checkpoint, or a .gguf file");
        }
        try {
            Drawing drawing = family.draw(family.config(settings), settings);
            settings.refuseWhatIsLeft();
            return new CheckpointConfig(family, drawing);
        } catch (IllegalArgumentException e) {
            throw new LoadException(
                    "The sizes in '" + file + "' do not fit together: " + e.getMessage() + ".",
                    "a copy of the model that is complete",
                    e);
        }
    }

    private static String firstArchitecture(JsonObject json) {
        if (!json.has("architectures") || !json.get("architectures").isJsonArray()) {
            return "";
        }
        JsonArray names = json.getAsJsonArray("architectures");
        return names.isEmpty() || !names.get(0).isJsonPrimitive()
                ? ""
                : names.get(0).getAsString();
    }
}
