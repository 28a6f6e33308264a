package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.djl.JsonTokenizer;
import io.patchclamp.internal.json.Json;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.model.Tokenizer;

/** Tokenizers from a directory with a {@code tokenizer.json}. */
public final class JsonTokenizers {
    private static final long LARGEST = 256L << 20;
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
                    "There is no " + FILE + " in '" + directory + "'.",
                    "a directory with all of the model's files, or its .gguf file");
        }
        String json = text(file);
        Vocabulary vocabulary = JsonVocabulary.from(Json.parseObject(json, source(file)), file.toString());
        try {
            return new CodecTokenizer(vocabulary, JsonTokenizer.of(json), endOfText(directory, vocabulary), FILE);
        } catch (IOException e) {
            throw broken(file, "the library that reads it says: " + e.getMessage(), e);
        }
    }

    private static List<Integer> endOfText(Path directory, Vocabulary vocabulary) {
        for (String name : List.of("generation_config.json", "config.json")) {
            Path file = directory.resolve(name);
            Optional<Object> end = member(file, END);
            if (end.isPresent()) {
                return ids(file, end.get(), vocabulary);
            }
        }
        Path file = directory.resolve("tokenizer_config.json");
        return member(file, "eos_token")
                .map(end -> List.of(id(file, end, vocabulary)))
                .orElse(List.of());
    }

    private static List<Integer> ids(Path file, Object end, Vocabulary vocabulary) {
        List<?> numbers = end instanceof List<?> several ? several : List.of(end);
        List<Integer> ids = new ArrayList<>();
        for (Object number : numbers) {
            OptionalInt id = JsonVocabulary.id(number);
            if (id.isEmpty() || !vocabulary.has(id.getAsInt())) {
                throw broken(file, END + " holds " + number + ", which is no token", null);
            }
            ids.add(id.getAsInt());
        }
        return ids.stream().distinct().toList();
    }

    /** A token by its text, which may be wrapped in an object with flags. */
    private static int id(Path file, Object end, Vocabulary vocabulary) {
        Object content = end instanceof Map<?, ?> wrapped ? wrapped.get("content") : end;
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.has(id) && vocabulary.written(id).equals(content)) {
                return id;
            }
        }
        throw broken(file, "eos_token is " + content + ", which is no token", null);
    }

    private static Optional<Object> member(Path file, String name) {
        return Files.isRegularFile(file)
                ? Optional.ofNullable(Json.parseObject(text(file), source(file)).get(name))
                : Optional.empty();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw broken(file, "it has " + Files.size(file) + " bytes, and we read up to " + LARGEST, null);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw broken(file, "it is no UTF-8 text", e);
        } catch (IOException e) {
            throw broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static String source(Path file) {
        return "'" + file + "'";
    }

    private static LoadException broken(Path file, String why, Throwable cause) {
        return new LoadException(
                "'" + file + "' cannot be read: " + why + ".", "fetch the file again; it is damaged", cause);
    }
}
