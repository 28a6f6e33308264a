package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.djl.JsonTokenizer;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.model.Tokenizer;

/** Tokenizers from a directory with a {@code tokenizer.json}. */
public final class JsonTokenizers {
    private static final String FILE = "tokenizer.json";
    private static final String END = "eos_token_id";

    private JsonTokenizers() {}

    /**
     * A tokenizer from a model's directory. The tokens that end a text are those of {@code generation_config.json}, or
     * else of {@code config.json}, or else of {@code tokenizer_config.json}.
     *
     * @param directory with a tokenizer.json
     * @return its tokenizer
     * @throws LoadException if a file is missing or broken
     */
    public static Tokenizer from(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new LoadException(
                    directory + ": there is no " + FILE, "a directory with all of a model's files, or a .gguf file");
        }
        String json = text(file);
        Vocabulary vocabulary = JsonVocabulary.from(object(file, json), file.toString());
        try {
            return new CodecTokenizer(vocabulary, JsonTokenizer.of(json), endOfText(directory, vocabulary), FILE);
        } catch (IOException e) {
            throw broken(file, "is no tokenizer: " + e.getMessage(), e);
        }
    }

    private static List<Integer> endOfText(Path directory, Vocabulary vocabulary) {
        for (String name : List.of("generation_config.json", "config.json")) {
            Path file = directory.resolve(name);
            Optional<JsonElement> end = member(file, END);
            if (end.isPresent()) {
                return ids(file, end.get(), vocabulary);
            }
        }
        Path file = directory.resolve("tokenizer_config.json");
        return member(file, "eos_token")
                .map(end -> List.of(id(file, end, vocabulary)))
                .orElse(List.of());
    }

    private static List<Integer> ids(Path file, JsonElement end, Vocabulary vocabulary) {
        List<JsonElement> numbers = end.isJsonArray() ? end.getAsJsonArray().asList() : List.of(end);
        List<Integer> ids = new ArrayList<>();
        for (JsonElement number : numbers) {
            int id = JsonVocabulary.integer(number)
                    .orElseThrow(() -> broken(file, END + " is " + end + ", not a token id", null));
            if (!vocabulary.has(id)) {
                throw broken(
                        file, END + " is " + id + ", which the vocabulary of " + vocabulary.size() + " lacks", null);
            }
            ids.add(id);
        }
        return ids.stream().distinct().toList();
    }

    /** A token by its text, which may be wrapped in an object with flags. */
    private static int id(Path file, JsonElement end, Vocabulary vocabulary) {
        JsonElement content = end.isJsonObject() ? end.getAsJsonObject().get("content") : end;
        if (content != null && content.isJsonPrimitive()) {
            String token = content.getAsString();
            for (int id = 0; id < vocabulary.size(); id++) {
                if (vocabulary.has(id) && vocabulary.written(id).equals(token)) {
                    return id;
                }
            }
        }
        throw broken(file, "eos_token is " + end + ", which the vocabulary lacks", null);
    }

    private static Optional<JsonElement> member(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonElement value = object(file, text(file)).get(name);
        return Optional.ofNullable(value).filter(v -> !v.isJsonNull());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw broken(file, "is no UTF-8 text", e);
        } catch (IOException e) {
            throw new LoadException(
                    file + ": cannot be read: " + e.getMessage(), "checking the file and its rights", e);
        }
    }

    private static JsonObject object(Path file, String json) {
        try {
            JsonElement root = JsonParser.parseString(json);
            if (root.isJsonObject()) {
                return root.getAsJsonObject();
            }
            throw broken(file, "holds no JSON object", null);
        } catch (JsonParseException e) {
            throw broken(file, "is broken JSON: " + e.getMessage(), e);
        }
    }

    private static LoadException broken(Path file, String what, Throwable cause) {
        return new LoadException(file + ": " + what, "downloading the file again", cause);
    }
}
