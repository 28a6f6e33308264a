package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.LinearScaling;
import io.patchclamp.model.ModelConfig.Llama3Scaling;
import io.patchclamp.model.ModelConfig.NoScaling;
import io.patchclamp.model.ModelConfig.Rope;
import io.patchclamp.model.ModelConfig.Scaling;

/** Reads {@code config.json} of the Llama family. A field that would change the arithmetic unseen is an error. */
final class CheckpointConfig {
    private final Path file;
    private final JsonObject json;

    private CheckpointConfig(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    static ModelConfig read(Path directory) {
        Path file = directory.resolve("config.json");
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new LoadException(
                    "'" + directory + "' has no config.json, so it is no model as transformers saves it.",
                    "the directory that holds config.json and model.safetensors, or a .gguf file",
                    e);
        } catch (CharacterCodingException e) {
            throw new LoadException("'" + file + "' is no UTF-8 text.", "a copy of the model that is complete", e);
        } catch (IOException e) {
            throw new LoadException(
                    "'" + file + "' cannot be read: " + e, "permission to read it, or another copy of the model", e);
        }
        Json.parseObject(text, "'" + file + "'");
        return new CheckpointConfig(file, JsonParser.parseString(text).getAsJsonObject()).config();
    }

    private ModelConfig config() {
        String type = text("model_type", "");
        String architecture = "LlamaForCausalLM";
        if (json.has("architectures")
                && json.get("architectures").isJsonArray()
                && !json.getAsJsonArray("architectures").isEmpty()) {
            architecture = json.getAsJsonArray("architectures").get(0).getAsString();
        }
        if (!type.equals("llama") || !architecture.equals("LlamaForCausalLM")) {
            throw new LoadException(
                    "'" + file + "' describes a model of type '" + type + "' (" + architecture
                            + "), which is not understood yet; 'llama' is.",
                    "a model of the Llama family, such as smollm2");
        }
        only("hidden_act", "silu");
        if (json.has("quantization_config") && !json.get("quantization_config").isJsonNull()) {
            throw new LoadException(
                    "'" + file + "' asks for quantised arithmetic (quantization_config), which is not understood.",
                    "the unquantised checkpoint, or a .gguf file");
        }
        only("partial_rotary_factor", "1.0");
        int heads = integer("num_attention_heads");
        int dModel = integer("hidden_size");
        try {
            return new ModelConfig(
                    architecture,
                    integer("num_hidden_layers"),
                    dModel,
                    heads,
                    integer("num_key_value_heads", heads),
                    integer("head_dim", heads == 0 ? 0 : dModel / heads),
                    integer("intermediate_size"),
                    integer("vocab_size"),
                    integer("max_position_embeddings", 2048),
                    number(json, "rms_norm_eps", 1e-6),
                    rope(),
                    flag("tie_word_embeddings"),
                    flag("attention_bias"),
                    flag("mlp_bias"));
        } catch (IllegalArgumentException e) {
            throw new LoadException(
                    "The sizes in '" + file + "' do not fit together: " + e.getMessage() + ".",
                    "a copy of the model that is complete",
                    e);
        }
    }

    private Rope rope() {
        JsonObject parameters = object("rope_parameters");
        JsonObject scaling = parameters == null ? object("rope_scaling") : parameters;
        double theta = number(json, "rope_theta", 10000);
        if (parameters != null) {
            theta = number(parameters, "rope_theta", theta);
        }
        return new Rope(theta, scaling == null ? new NoScaling() : scaling(scaling));
    }

    private Scaling scaling(JsonObject s) {
        String type = s.has("rope_type")
                ? s.get("rope_type").getAsString()
                : s.has("type") ? s.get("type").getAsString() : "default";
        return switch (type) {
            case "default" -> new NoScaling();
            case "linear" -> new LinearScaling(required(s, "factor"));
            case "llama3" ->
                new Llama3Scaling(
                        required(s, "factor"),
                        required(s, "low_freq_factor"),
                        required(s, "high_freq_factor"),
                        required(s, "original_max_position_embeddings"));
            default ->
                throw new LoadException(
                        "'" + file + "' scales rotary angles by '" + type + "', which is not understood yet.",
                        "a model with scaling default, linear or llama3");
        };
    }

    private JsonObject object(String key) {
        return json.has(key) && json.get(key).isJsonObject() ? json.getAsJsonObject(key) : null;
    }

    private void only(String key, String understood) {
        if (json.has(key) && !json.get(key).isJsonNull()) {
            JsonElement value = json.get(key);
            boolean same = value.isJsonPrimitive()
                    && (value.getAsString().equals(understood)
                            || value.getAsJsonPrimitive().isNumber()
                                    && value.getAsDouble() == Double.parseDouble(understood));
            if (!same) {
                throw new LoadException(
                        "'" + file + "' sets " + key + " to " + value + "; only " + understood + " is understood.",
                        "a plain model of the Llama family");
            }
        }
    }

    private String text(String key, String fallback) {
        return json.has(key) && json.get(key).isJsonPrimitive() ? json.get(key).getAsString() : fallback;
    }

    private boolean flag(String key) {
        return json.has(key) && json.get(key).isJsonPrimitive() && json.get(key).getAsBoolean();
    }

    private int integer(String key) {
        double value = required(json, key);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new LoadException(
                    "'" + file + "' sets " + key + " to " + json.get(key) + ", which is no whole number of 31 bits.",
                    "a copy of the model that is complete");
        }
        return (int) value;
    }

    private int integer(String key, int fallback) {
        return json.has(key) && !json.get(key).isJsonNull() ? integer(key) : fallback;
    }

    private double required(JsonObject from, String key) {
        double value = number(from, key, Double.NaN);
        if (Double.isNaN(value)) {
            throw new LoadException("'" + file + "' has no " + key + ".", "a copy of the model that is complete");
        }
        return value;
    }

    private double number(JsonObject from, String key, double fallback) {
        if (!from.has(key) || from.get(key).isJsonNull()) {
            return fallback;
        }
        try {
            return from.get(key).getAsDouble();
        } catch (RuntimeException e) {
            throw new LoadException(
                    "'" + file + "' sets " + key + " to " + from.get(key) + ", which is no number.",
                    "a copy of the model that is complete",
                    e);
        }
    }
}
