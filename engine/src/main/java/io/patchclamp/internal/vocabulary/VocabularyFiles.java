package io.patchclamp.internal.vocabulary;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/**
 * The vocabulary in a model's directory, from the first of these files that is there: {@code tokenizer.json},
 * {@code tokenizer.model} (SentencePiece, or tiktoken's ranks), {@code vocab.json} with {@code merges.txt},
 * {@code qwen.tiktoken}. What {@code tokenizer_config.json} and its like say is done as {@code transformers} does it.
 *
 * @param root a tokenizer.json
 * @param file where it came from
 */
public record VocabularyFiles(Map<String, Object> root, Path file) {
    private static final String JSON = "tokenizer.json";
    private static final String MODEL = "tokenizer.model";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final String TIKTOKEN = "qwen.tiktoken";
    private static final int EXTRA_OF_QWEN = 205;

    /**
     * Reads the vocabulary of a directory.
     *
     * @param directory with a model's files
     * @return its tokenizer.json, as written or made
     * @throws LoadException if there is none, or a file is broken
     */
    public static VocabularyFiles read(Path directory) {
        Reading reading = new Reading(directory);
        if (has(directory, JSON)) {
            return reading.json(directory.resolve(JSON));
        }
        if (has(directory, MODEL)) {
            Path file = directory.resolve(MODEL);
            return BytePairFiles.isTiktoken(file) ? reading.tiktoken(file, List.of()) : reading.sentencePiece(file);
        }
        if (has(directory, VOCABULARY) && has(directory, MERGES)) {
            return reading.lists(directory.resolve(VOCABULARY), directory.resolve(MERGES));
        }
        if (has(directory, TIKTOKEN)) {
            List<String> specials = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
            IntStream.range(0, EXTRA_OF_QWEN)
                    .mapToObj(i -> "<|extra_" + i + "|>")
                    .forEach(specials::add);
            return reading.tiktoken(directory.resolve(TIKTOKEN), specials);
        }
        throw new LoadException(
                "There is no " + JSON + " in '" + directory + "', nor " + MODEL + ", " + VOCABULARY + " with " + MERGES
                        + ", or " + TIKTOKEN + ".",
                "a directory with all of the model's files, or its .gguf file");
    }

    /**
     * The files of the vocabulary that {@link #read} reads.
     *
     * @param directory with a model's files
     * @return one, or a list of tokens and one of merges
     */
    public static List<Path> used(Path directory) {
        for (List<String> names :
                List.of(List.of(JSON), List.of(MODEL), List.of(VOCABULARY, MERGES), List.of(TIKTOKEN))) {
            if (names.stream().allMatch(name -> has(directory, name))) {
                return names.stream().map(directory::resolve).toList();
            }
        }
        return List.of();
    }

    private static boolean has(Path directory, String name) {
        return Files.isRegularFile(directory.resolve(name));
    }

    /** What is said beside the vocabulary. */
    private static final class Reading {
        private final Path directory;
        private final Map<String, Object> settings;
        private final Map<String, Object> config;

        Reading(Path directory) {
            this.directory = directory;
            this.settings = JsonFile.object(directory.resolve("tokenizer_config.json"));
            this.config = JsonFile.object(directory.resolve("config.json"));
        }

        VocabularyFiles json(Path file) {
            Map<String, Object> written = Json.parseObject(JsonFile.text(file), "'" + file + "'");
            Object model = written.get("model");
            Object vocabulary = model instanceof Map<?, ?> members ? members.get("vocab") : null;
            TokenizerClass made = TokenizerClass.of(settings, config, written);
            Map<String, Integer> ids = vocabulary instanceof Map<?, ?> map ? ids(map) : Map.of();
            if (ids.isEmpty()) {
                // A unigram model, or no vocabulary at all, which is found out by who reads it next.
                return new VocabularyFiles(written, file);
            }
            AddedList added = new AddedList(ids, rows());
            added.gather(directory, settings, written.get("added_tokens"), made);
            Map<String, Object> root = new LinkedHashMap<>(written);
            Object merges = ((Map<?, ?>) model).get("merges");
            if (made != TokenizerClass.AS_WRITTEN && merges != null) {
                root = made.layOut(vocabulary, merges, settings);
                root.put("post_processor", made == TokenizerClass.GPT_NEOX ? null : written.get("post_processor"));
            }
            if (sound(written.get("added_tokens"))) {
                root.put("added_tokens", added.list());
            }
            return new VocabularyFiles(root, file);
        }

        VocabularyFiles sentencePiece(Path file) {
            SentencePieceFile model = SentencePieceFile.read(file);
            TokenizerClass made = TokenizerClass.of(settings, config, Map.of());
            boolean asWritten = made != TokenizerClass.LLAMA && made != TokenizerClass.GEMMA;
            Map<String, Object> root =
                    asWritten ? model.asWritten() : made.layOut(model.ids(), model.merges(), settings);
            AddedList added = new AddedList(model.ids(), rows());
            model.addTo(added);
            added.gather(directory, settings, null, made);
            return finish(
                    file,
                    root,
                    added,
                    asWritten ? model.begin() : usual(made, 0),
                    asWritten ? model.end() : usual(made, 1));
        }

        VocabularyFiles lists(Path vocabularyFile, Path mergesFile) {
            TokenizerClass made = TokenizerClass.of(settings, config, Map.of());
            if (made == TokenizerClass.AS_WRITTEN || made == TokenizerClass.LLAMA || made == TokenizerClass.GEMMA) {
                throw new LoadException(
                        "'" + vocabularyFile + "' and " + MERGES
                                + " do not say how text is cut into words, and neither "
                                + "tokenizer_config.json nor config.json names a tokenizer that does.",
                        "the model's tokenizer.json");
            }
            Map<String, Object> vocabulary = JsonFile.object(vocabularyFile);
            Map<String, Integer> ids = ids(vocabulary);
            if (ids.isEmpty()) {
                throw JsonFile.broken(vocabularyFile, "it lists no token with its id", null);
            }
            AddedList added = new AddedList(ids, rows());
            added.gather(directory, settings, null, made);
            Map<String, Object> root = made.layOut(vocabulary, BytePairFiles.merges(mergesFile), settings);
            return finish(vocabularyFile, root, added, usual(made, 0), usual(made, 0));
        }

        VocabularyFiles tiktoken(Path file, List<String> specials) {
            Map<String, Integer> ranks = BytePairFiles.ranks(file);
            boolean qwen = !specials.isEmpty();
            Map<String, Object> root = TokenizerJson.of(
                    TokenizerJson.bytePairs(ranks, BytePairFiles.merges(ranks), true),
                    qwen ? TokenizerJson.composed() : null,
                    TokenizerJson.words(List.of(qwen ? WordExpressions.QWEN2 : WordExpressions.LLAMA3), false),
                    TokenizerJson.byteDecoder());
            AddedList added = new AddedList(ranks, rows());
            specials.forEach(added::putSpecial);
            added.gather(directory, settings, null, TokenizerClass.AS_WRITTEN);
            return finish(file, root, added, "", "");
        }

        /** Puts marks around texts where the settings ask for them. */
        private VocabularyFiles finish(
                Path file, Map<String, Object> root, AddedList added, String usualBegin, String usualEnd) {
            root.put("added_tokens", added.list());
            TokenizerJson.Mark begin = mark("add_bos_token", "bos_token", added, usualBegin);
            TokenizerJson.Mark end = mark("add_eos_token", "eos_token", added, usualEnd);
            if (begin != null || end != null) {
                root.put("post_processor", TokenizerJson.marks(begin, end));
            }
            return new VocabularyFiles(root, file);
        }

        private TokenizerJson.Mark mark(String flag, String name, AddedList added, String usual) {
            if (!Boolean.TRUE.equals(settings.get(flag))) {
                return null;
            }
            String token = TokenizerClass.text(settings.get(name), usual);
            Integer id = added.id(token);
            if (id == null) {
                throw new LoadException(
                        "'" + directory.resolve("tokenizer_config.json") + "' asks for a mark around texts (" + flag
                                + "), and its " + name + " '" + token + "' is no token.",
                        "the model's tokenizer.json, or files that belong together");
            }
            return new TokenizerJson.Mark(token, id);
        }

        private long rows() {
            return config.get("vocab_size") instanceof Long rows ? rows : 0;
        }
    }

    private static String usual(TokenizerClass made, int index) {
        return index < made.usual().size() ? made.usual().get(index) : "";
    }

    /** Ids by token; those that are none are left to be found by who reads them next. */
    private static Map<String, Integer> ids(Map<?, ?> vocabulary) {
        Map<String, Integer> ids = new HashMap<>(2 * vocabulary.size());
        vocabulary.forEach((token, id) -> {
            if (id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
                ids.put((String) token, number.intValue());
            }
        });
        return ids;
    }

    private static boolean sound(Object added) {
        return added == null
                || added instanceof List<?> list
                        && list.stream()
                                .allMatch(token -> token instanceof Map<?, ?> fields
                                        && fields.get("content") instanceof String
                                        && fields.get("id") instanceof Long id
                                        && id >= 0);
    }
}
