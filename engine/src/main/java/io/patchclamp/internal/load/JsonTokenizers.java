package io.patchclamp.internal.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.djl.JsonTokenizer;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.vocabulary.JsonFile;
import io.patchclamp.internal.vocabulary.VocabularyFiles;
import io.patchclamp.model.Tokenizer;

/** Tokenizers from a model's directory: of {@code tokenizer.json}, or of what older models have in its place. */
public final class JsonTokenizers {
    private static final String END = "eos_token_id";

    private JsonTokenizers() {}

    /**
     * A tokenizer from a model's directory. The tokens that end a text are those of {@code generation_config.json}, or
     * else of {@code config.json}, or else of {@code tokenizer_config.json}; one beyond the vocabulary ends nothing, and
     * where {@code config.json} says {@code null} and the first does not say otherwise, nothing does.
     *
     * @param directory with a tokenizer.json, or what {@link VocabularyFiles} takes in its place
     * @return its tokenizer
     * @throws LoadException if a file is missing or broken
     */
    public static Tokenizer from(Path directory) {
        VocabularyFiles files = VocabularyFiles.read(directory);
        Path file = files.file();
        Vocabulary vocabulary = JsonVocabulary.from(files.root(), file.toString());
        TextCodec codec = JsonCodecs.of(files.root(), vocabulary).orElseGet(() -> library(files.root(), file));
        return new CodecTokenizer(
                        vocabulary,
                        codec,
                        endOfText(directory, vocabulary),
                        file.getFileName().toString())
                .chatting(ChatSource.in(directory));
    }

    /** The library that such files are written for. */
    static TextCodec library(Map<String, Object> root, Path file) {
        try {
            return JsonTokenizer.of(root);
        } catch (IOException e) {
            throw JsonFile.broken(file, "the library that reads it says: " + e.getMessage(), e);
        }
    }

    private static List<Integer> endOfText(Path directory, Vocabulary vocabulary) {
        for (String name : List.of("generation_config.json", "config.json")) {
            Path file = directory.resolve(name);
            Optional<Object> end = JsonFile.member(file, END);
            if (end.isPresent()) {
                return ids(file, end.get());
            }
        }
        if (JsonFile.object(directory.resolve("config.json")).containsKey(END)) {
            return List.of();
        }
        return JsonFile.member(directory.resolve("tokenizer_config.json"), "eos_token")
                .map(end -> id(end, vocabulary))
                .orElse(List.of());
    }

    private static List<Integer> ids(Path file, Object end) {
        List<?> numbers = end instanceof List<?> several ? several : List.of(end);
        List<Integer> ids = new ArrayList<>();
        for (Object number : numbers) {
            OptionalInt id = JsonVocabulary.id(number);
            if (id.isEmpty()) {
                throw JsonFile.broken(file, END + " holds " + number + ", which is no token", null);
            }
            ids.add(id.getAsInt());
        }
        return ids.stream().distinct().toList();
    }

    /** A token by its text, which may be wrapped in an object with flags; one that is none ends nothing. */
    private static List<Integer> id(Object end, Vocabulary vocabulary) {
        Object content = end instanceof Map<?, ?> wrapped ? wrapped.get("content") : end;
        return IntStream.range(0, vocabulary.size())
                .filter(id -> vocabulary.has(id) && vocabulary.written(id).equals(content))
                .limit(1)
                .boxed()
                .toList();
    }
}
