package io.patchclamp.internal.vocabulary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tokens that are found in a text before it is split, gathered from every file that may name some, with the ids
 * that {@code transformers} gives them: an id that the vocabulary has already, or else the next free one, whatever the
 * file says.
 *
 * <p>Where we deviate: a token that only the settings name, and whose id would be beyond {@code vocab_size} of
 * config.json, is left out, and so is a class's usual mark that the vocabulary lacks. The model has no row for them.
 */
final class AddedList {
    private static final List<String> NAMED =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");
    private static final Set<String> FLAGS = Set.of("single_word", "lstrip", "rstrip", "normalized");

    private final Map<String, Integer> vocabulary;
    private final Map<String, Map<String, Object>> tokens = new LinkedHashMap<>();
    private final long most;
    private int largest = -1;

    /**
     * A list without tokens.
     *
     * @param vocabulary id of each token of the model
     * @param rows how many tokens the model has room for; 0 if that is not known
     */
    AddedList(Map<String, Integer> vocabulary, long rows) {
        this.vocabulary = vocabulary;
        this.most = rows > 0 ? rows : Integer.MAX_VALUE;
    }

    /** Adds what the files of a directory name beside {@code written}, the list of a tokenizer.json. */
    void gather(Path directory, Map<String, Object> settings, Object written, TokenizerClass made) {
        boolean rebuilt = made != TokenizerClass.AS_WRITTEN;
        List<Map<String, Object>> ofSettings = ofSettings(settings);
        if (!rebuilt || ofSettings.isEmpty()) {
            ofFile(written).forEach(token -> put(token, Integer.MAX_VALUE));
        }
        ofSettings.forEach(this::put);
        Map<String, Object> names = new LinkedHashMap<>(settings);
        if (!settings.containsKey("added_tokens_decoder")) {
            names.putAll(JsonFile.object(directory.resolve("special_tokens_map.json")));
            JsonFile.object(directory.resolve("added_tokens.json")).entrySet().stream()
                    .filter(token -> token.getValue() instanceof Long)
                    .sorted(Comparator.comparingLong(token -> (Long) token.getValue()))
                    .forEach(token -> put(token(token.getKey(), false, true)));
        }
        NAMED.forEach(name -> putSpecial(names.get(name)));
        names.forEach((name, value) -> {
            if (name.endsWith("_token") && !NAMED.contains(name) && value instanceof String) {
                putSpecial(value);
            }
        });
        Object extra = names.get("extra_special_tokens");
        extra = extra == null ? names.get("additional_special_tokens") : extra;
        if (extra instanceof List<?> several) {
            several.forEach(this::putSpecial);
        } else if (extra instanceof Map<?, ?> several) {
            several.values().forEach(this::putSpecial);
        }
        made.usual().stream().filter(vocabulary::containsKey).forEach(this::putSpecial);
    }

    private static List<Map<String, Object>> ofSettings(Map<String, Object> settings) {
        List<Map.Entry<Long, Map<String, Object>>> found = new ArrayList<>();
        if (settings.get("added_tokens_decoder") instanceof Map<?, ?> byId) {
            byId.forEach((id, value) -> {
                if (value instanceof Map<?, ?> fields && fields.get("content") instanceof String content) {
                    found.add(Map.entry(number((String) id), copy(content, fields)));
                }
            });
        }
        return found.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static List<Map<String, Object>> ofFile(Object written) {
        List<Map<String, Object>> found = new ArrayList<>();
        if (written instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> fields && fields.get("content") instanceof String content) {
                    found.add(copy(content, fields));
                }
            }
        }
        return found;
    }

    private static Map<String, Object> copy(String content, Map<?, ?> fields) {
        boolean special = Boolean.TRUE.equals(fields.get("special"));
        Map<String, Object> token = token(content, special, !special);
        for (String flag : FLAGS) {
            if (fields.get(flag) instanceof Boolean value) {
                token.put(flag, value);
            }
        }
        return token;
    }

    private static Map<String, Object> token(String content, boolean special, boolean normalized) {
        Map<String, Object> token = TokenizerJson.added(0, content, special, false);
        token.put("normalized", normalized);
        return token;
    }

    /** A special token by its text, which may be wrapped in an object with flags. One that is there stays as it is. */
    void putSpecial(Object value) {
        String content = TokenizerClass.text(value, "");
        if (content.isEmpty()) {
            return;
        }
        Map<String, Object> known = tokens.get(content);
        if (known != null) {
            known.put("special", true);
        } else {
            Map<String, Object> token =
                    value instanceof Map<?, ?> fields ? copy(content, fields) : token(content, true, false);
            token.put("special", true);
            put(token);
        }
    }

    /** A token that is no special one. */
    void putPlain(String content) {
        put(token(content, false, false));
    }

    private void put(Map<String, Object> token) {
        put(token, most);
    }

    private void put(Map<String, Object> token, long limit) {
        String content = (String) token.get("content");
        Map<String, Object> known = tokens.get(content);
        if (content.isEmpty()) {
            return;
        }
        if (known != null) {
            token.put("id", known.get("id"));
            tokens.put(content, token);
            return;
        }
        Integer ofVocabulary = vocabulary.get(content);
        int id = ofVocabulary != null ? ofVocabulary : Math.max(vocabulary.size(), largest + 1);
        if (id < limit) {
            token.put("id", id);
            tokens.put(content, token);
            largest = Math.max(largest, id);
        }
    }

    /** The id of a token, added or of the vocabulary; null if there is none. */
    Integer id(String content) {
        Map<String, Object> token = tokens.get(content);
        return token == null ? vocabulary.get(content) : (Integer) token.get("id");
    }

    /** All of them, as {@code added_tokens} lists them. */
    List<Object> list() {
        return tokens.values().stream()
                .sorted(Comparator.comparingInt(token -> (Integer) token.get("id")))
                .map(token -> (Object) token)
                .toList();
    }
}
