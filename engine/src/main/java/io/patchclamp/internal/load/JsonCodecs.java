package io.patchclamp.internal.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.internal.token.AddedTokens;
import io.patchclamp.internal.token.ByteLevelCodec;
import io.patchclamp.internal.token.ByteLevelStyle;
import io.patchclamp.internal.token.Marks;
import io.patchclamp.internal.token.MergeTable;
import io.patchclamp.internal.token.SentencePieceCodec;
import io.patchclamp.internal.token.SentencePieceStyle;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.internal.token.WordRule;
import io.patchclamp.internal.vocabulary.WordExpressions;

/**
 * A {@code tokenizer.json} run in plain Java, where every part of it is one that we know to the letter; that is the case
 * for GPT-2, GPT-NeoX, Llama 3, Qwen, SmolLM, Granite, OLMo, Gemma and older Llamas. It spares building the library's
 * own tables, which for a large vocabulary takes seconds. Whatever is not known is left to the library.
 */
final class JsonCodecs {
    private static final int BYTES = 256;

    private final Map<String, Object> root;
    private final Vocabulary vocabulary;
    private final Map<?, ?> model;
    private final Map<String, Integer> ids;
    private final AddedTokens added = new AddedTokens();

    private JsonCodecs(Map<String, Object> root, Vocabulary vocabulary) {
        this.root = root;
        this.vocabulary = vocabulary;
        this.model = (Map<?, ?>) root.get("model");
        this.ids = new HashMap<>(2 * vocabulary.size());
    }

    /** The codec of a file; empty if the library must run it. */
    static Optional<TextCodec> of(Map<String, Object> root, Vocabulary vocabulary) {
        boolean pairs = root.get("model") instanceof Map<?, ?> model
                && "BPE".equals(model.get("type"))
                && model.get("vocab") instanceof Map<?, ?>
                && model.get("merges") instanceof List<?>;
        return pairs ? new JsonCodecs(root, vocabulary).codec() : Optional.empty();
    }

    private Optional<TextCodec> codec() {
        Optional<Marks> marks = marks();
        boolean plain = absent(model.get("dropout"))
                && absent(model.get("continuing_subword_prefix"))
                && absent(model.get("end_of_word_suffix"));
        if (marks.isEmpty() || !plain || !readAdded()) {
            return Optional.empty();
        }
        ((Map<?, ?>) model.get("vocab")).forEach((token, id) -> ids.put((String) token, ((Number) id).intValue()));
        Optional<MergeTable> merges = merges();
        if (merges.isEmpty()) {
            return Optional.empty();
        }
        return byteLevel(merges.get(), marks.get()).or(() -> spaced(merges.get(), marks.get()));
    }

    private static boolean absent(Object value) {
        return value == null || value.equals("");
    }

    private static boolean isFalse(Object value) {
        return value == null || value.equals(false);
    }

    /** Tokens that are found by themselves, wherever they stand. */
    private boolean readAdded() {
        Object list = root.get("added_tokens");
        if (list == null) {
            return true;
        }
        boolean normalizes = root.get("normalizer") != null;
        for (Object entry : (List<?>) list) {
            Map<?, ?> token = (Map<?, ?>) entry;
            String content = (String) token.get("content");
            boolean late = !isFalse(token.get("normalized"));
            boolean onlySpaces = content.chars().allMatch(c -> c == ' ');
            if (!isFalse(token.get("single_word"))
                    || !isFalse(token.get("lstrip"))
                    || late && normalizes && !onlySpaces) {
                return false;
            }
            added.add(content, ((Number) token.get("id")).intValue(), !isFalse(token.get("rstrip")));
        }
        return true;
    }

    private Optional<MergeTable> merges() {
        List<?> list = (List<?>) model.get("merges");
        MergeTable table = new MergeTable(list.size());
        for (int rank = 0; rank < list.size(); rank++) {
            Object pair = list.get(rank);
            String left;
            String right;
            if (pair instanceof List<?> two && two.size() == 2) {
                left = String.valueOf(two.get(0));
                right = String.valueOf(two.get(1));
            } else {
                String line = String.valueOf(pair);
                int space = line.indexOf(' ');
                left = line.substring(0, Math.max(space, 0));
                right = line.substring(space + 1);
            }
            Integer leftId = ids.get(left);
            Integer rightId = ids.get(right);
            Integer into = ids.get(left + right);
            if (leftId == null || rightId == null || into == null) {
                return Optional.empty();
            }
            table.put(leftId, rightId, rank, into);
        }
        return Optional.of(table);
    }

    private Optional<TextCodec> byteLevel(MergeTable merges, Marks marks) {
        Object normalizer = root.get("normalizer");
        boolean composed = is(normalizer, "NFC");
        Optional<WordRule> rule = rule(root.get("pre_tokenizer"));
        boolean known = (composed || normalizer == null)
                && rule.isPresent()
                && is(root.get("decoder"), "ByteLevel")
                && model.get("unk_token") == null
                && isFalse(model.get("byte_fallback"));
        if (!known) {
            return Optional.empty();
        }
        boolean wholeWords = !isFalse(model.get("ignore_merges"));
        ByteLevelStyle style = new ByteLevelStyle(rule.get(), composed, wholeWords);
        return Optional.of(new ByteLevelCodec(vocabulary, ids, merges, style, added, marks));
    }

    private static Optional<WordRule> rule(Object words) {
        if (isByteLevel(words, true)) {
            return Optional.of(WordRule.GPT2);
        }
        List<?> parts = parts(words, "pretokenizers");
        if (parts.size() != 2) {
            return Optional.empty();
        }
        if (is(parts.get(0), "Digits", "individual_digits", true) && isByteLevel(parts.get(1), true)) {
            return Optional.of(WordRule.DIGITS_THEN_GPT2);
        }
        if (!isByteLevel(parts.get(1), false)) {
            return Optional.empty();
        }
        if (isSplit(parts.get(0), "Regex", WordExpressions.LLAMA3, "Isolated")) {
            return Optional.of(WordRule.LLAMA3);
        }
        boolean qwen2 = isSplit(parts.get(0), "Regex", WordExpressions.QWEN2, "Isolated");
        return qwen2 ? Optional.of(WordRule.QWEN2) : Optional.empty();
    }

    private static boolean isByteLevel(Object part, boolean words) {
        return is(part, "ByteLevel", "add_prefix_space", false)
                && (is(part, "ByteLevel", "use_regex", words) || words && ((Map<?, ?>) part).get("use_regex") == null);
    }

    private static boolean isSplit(Object part, String kind, String pattern, String behavior) {
        return is(part, "Split", "pattern", Map.of(kind, pattern), "behavior", behavior, "invert", false);
    }

    /** Gemma, and Llama as it was first published. */
    private Optional<TextCodec> spaced(MergeTable merges, Marks marks) {
        String space = String.valueOf(SentencePieceCodec.SPACE);
        Object normalizer = root.get("normalizer");
        Object words = root.get("pre_tokenizer");
        boolean gemma = isReplace(normalizer, " ", space)
                && (words == null || isSplit(words, "String", " ", "MergedWithPrevious"))
                && isDecoder(false);
        List<?> steps = parts(normalizer, "normalizers");
        boolean llama = steps.size() == 2
                && is(steps.get(0), "Prepend", "prepend", space)
                && isReplace(steps.get(1), " ", space)
                && words == null
                && isDecoder(true);
        Object unknown = model.get("unk_token");
        boolean known = (gemma || llama)
                && Boolean.TRUE.equals(model.get("byte_fallback"))
                && Boolean.TRUE.equals(model.get("fuse_unk"))
                && isFalse(model.get("ignore_merges"))
                && (unknown == null || ids.containsKey(unknown));
        if (!known) {
            return Optional.empty();
        }
        int[] byteTokens = new int[BYTES];
        Arrays.setAll(
                byteTokens,
                b -> ids.getOrDefault(
                        String.format(java.util.Locale.ROOT, "<0x%02X>", b), SentencePieceStyle.NO_TOKEN));
        int unknownId = unknown == null ? SentencePieceStyle.NO_TOKEN : ids.get(unknown);
        SentencePieceStyle style = new SentencePieceStyle(byteTokens, unknownId, llama);
        return Optional.of(new SentencePieceCodec(vocabulary, ids, merges, style, added, marks));
    }

    private boolean isDecoder(boolean strips) {
        List<?> steps = parts(root.get("decoder"), "decoders");
        return steps.size() == (strips ? 4 : 3)
                && isReplace(steps.get(0), String.valueOf(SentencePieceCodec.SPACE), " ")
                && is(steps.get(1), "ByteFallback")
                && is(steps.get(2), "Fuse")
                && (!strips || is(steps.get(3), "Strip", "content", " ", "start", 1, "stop", 0));
    }

    private static boolean isReplace(Object part, String from, String to) {
        return is(part, "Replace", "pattern", Map.of("String", from), "content", to);
    }

    /** The marks that are put around a text; empty if more is done there than that. */
    private Optional<Marks> marks() {
        Object last = root.get("post_processor");
        List<?> steps = is(last, "Sequence") ? parts(last, "processors") : last == null ? List.of() : List.of(last);
        Marks marks = new Marks(Marks.NONE, Marks.NONE);
        for (Object step : steps) {
            if (is(step, "TemplateProcessing") && marks.begin() == Marks.NONE && marks.end() == Marks.NONE) {
                Optional<Marks> found = template((Map<?, ?>) step);
                if (found.isEmpty()) {
                    return found;
                }
                marks = found.get();
            } else if (!is(step, "ByteLevel")) {
                return Optional.empty();
            }
        }
        return Optional.of(marks);
    }

    private static Optional<Marks> template(Map<?, ?> step) {
        int begin = Marks.NONE;
        int end = Marks.NONE;
        boolean text = false;
        for (Object piece : list(step.get("single"))) {
            Map<?, ?> one = piece instanceof Map<?, ?> map ? map : Map.of();
            if (one.get("Sequence") instanceof Map<?, ?> sequence && "A".equals(sequence.get("id")) && !text) {
                text = true;
            } else if (one.get("SpecialToken") instanceof Map<?, ?> token
                    && step.get("special_tokens") instanceof Map<?, ?> known
                    && known.get(token.get("id")) instanceof Map<?, ?> special
                    && list(special.get("ids")).size() == 1
                    && list(special.get("ids")).get(0) instanceof Number
                    && (text ? end : begin) == Marks.NONE) {
                int id = ((Number) list(special.get("ids")).get(0)).intValue();
                begin = text ? begin : id;
                end = text ? id : end;
            } else {
                return Optional.empty();
            }
        }
        return text ? Optional.of(new Marks(begin, end)) : Optional.empty();
    }

    private static List<?> parts(Object part, String kind) {
        return is(part, "Sequence") ? list(((Map<?, ?>) part).get(kind)) : List.of();
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** Whether a part is of a type, and some of its members have these values. */
    private static boolean is(Object part, String type, Object... members) {
        if (!(part instanceof Map<?, ?> map) || !type.equals(map.get("type"))) {
            return false;
        }
        List<Object> wanted = new ArrayList<>(Arrays.asList(members));
        for (int i = 0; i + 1 < wanted.size(); i += 2) {
            Object have = map.get(wanted.get(i));
            Object want = wanted.get(i + 1);
            boolean same = have instanceof Number a && want instanceof Number b
                    ? a.longValue() == b.longValue()
                    : Objects.equals(have, want);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
