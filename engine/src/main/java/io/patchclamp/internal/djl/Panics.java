package io.patchclamp.internal.djl;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a tokenizer.json may not hold: the library panics over it, when it reads it or at the first text, and across the native
 * border a panic ends the process, and the notebook with it. No language model that we know holds any of it.
 */
final class Panics {
    private Panics() {}

    /** Looks through all of a tokenizer.json. */
    static void check(Map<?, ?> root) throws IOException {
        look(root);
    }

    private static void look(Object json) throws IOException {
        if (json instanceof List<?> list) {
            for (Object one : list) {
                look(one);
            }
        } else if (json instanceof Map<?, ?> map) {
            if (map.get("type") instanceof String type) {
                look(type, map);
            }
            for (Object one : map.values()) {
                look(one);
            }
        }
    }

    private static void look(String type, Map<?, ?> part) throws IOException {
        switch (type) {
            case "Precompiled" -> CharacterTable.check(part.get("precompiled_charsmap"));
            case "FixedLength" ->
                throw new IOException("a pre_tokenizer of type FixedLength, which no language model here has");
            case "Replace" -> {
                if (part.get("pattern") instanceof Map<?, ?> pattern && pattern.containsValue("")) {
                    throw new IOException("a Replace whose pattern is empty");
                }
            }
            case "Prepend" -> {
                if ("".equals(part.get("prepend"))) {
                    throw new IOException("a Prepend of no text");
                }
            }
            case "BPE" -> {
                if (part.get("continuing_subword_prefix") instanceof String prefix && !prefix.isEmpty()) {
                    throw new IOException("a BPE model with the continuing_subword_prefix '" + prefix
                            + "', which no language model here has");
                }
            }
            case "TemplateProcessing" -> template(part);
            default -> {}
        }
    }

    /** Each token that a template names must be defined beside it, with ids that fit. */
    private static void template(Map<?, ?> part) throws IOException {
        Map<?, ?> known = part.get("special_tokens") instanceof Map<?, ?> tokens ? tokens : Map.of();
        for (String which : List.of("single", "pair")) {
            if (part.get(which) instanceof List<?> pieces) {
                for (Object piece : pieces) {
                    named(piece, known);
                }
            }
        }
        for (Object token : known.values()) {
            if (token instanceof Map<?, ?> fields && fields.get("ids") instanceof List<?> ids) {
                for (Object id : ids) {
                    if (!(id instanceof Number number)
                            || number.longValue() < 0
                            || number.longValue() > Integer.MAX_VALUE) {
                        throw new IOException(
                                "a TemplateProcessing whose token '" + fields.get("id") + "' has the id " + id);
                    }
                }
            }
        }
    }

    private static void named(Object piece, Map<?, ?> known) throws IOException {
        if (piece instanceof Map<?, ?> fields
                && fields.get("SpecialToken") instanceof Map<?, ?> token
                && !known.containsKey(token.get("id"))) {
            throw new IOException(
                    "a TemplateProcessing that names the token '" + token.get("id") + "' and does not define it");
        }
    }
}
