package io.patchclamp.edit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.patchclamp.fault.Nearest;

/** Reads at which tokens and steps an edit holds. */
final class TokensParser {
    private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,9})(\\.\\.(-?[0-9]{1,9})?)?");
    private static final List<String> WORDS = List.of("all", "event", "last", "prompt", "generated");

    private static final String EXAMPLES = "@event, @last, @prompt, @-1, @3..7 or @/regex/, one of them";

    private final EditParser text;

    TokensParser(EditParser text) {
        this.text = text;
    }

    /** A choice of tokens that stands alone, with or without its {@code @}. */
    static TokenChoice alone(String text) {
        EditParser parser = new EditParser(text, null, Map.of(), name -> Optional.empty());
        parser.skipSpace();
        parser.accept('@');
        TokenChoice tokens = new TokensParser(parser).tokens();
        parser.skipSpace();
        if (!parser.atEnd()) {
            throw parser.error(parser.position(), "The choice of tokens ends before this.", EXAMPLES);
        }
        return tokens;
    }

    /** What stands behind the {@code @}. */
    TokenChoice tokens() {
        int start = text.position();
        if (text.accept('/')) {
            return regex(start);
        }
        Matcher range = text.matcher(RANGE);
        if (range.lookingAt()) {
            text.moveTo(range.end());
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null
                    ? from
                    : range.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(range.group(3));
            if (to < from && from < 0 == to < 0) {
                throw backwards(start, to + ".." + from);
            }
            return new TokenChoice.Positions(from, to);
        }
        String word = text.word("Which tokens");
        return switch (word) {
            case "all" -> new TokenChoice.All();
            case "event" -> new TokenChoice.Event();
            case "last" -> TokenChoice.last();
            case "prompt" -> new TokenChoice.Prompt();
            case "generated" -> new TokenChoice.Generated();
            default ->
                throw text.error(
                        start,
                        "'@" + word + "' chooses no tokens.",
                        "@" + Nearest.to(word, WORDS, 1).get(0) + ", or @-1, @3..7, @/regex/, steps 0..4");
        };
    }

    /** What stands behind {@code steps}. */
    Steps steps() {
        int start = text.position();
        Matcher range = text.matcher(RANGE);
        if (!range.lookingAt()) {
            throw text.error(start, "The steps are missing here.", "steps 0..4; 0 reads the prompt");
        }
        text.moveTo(range.end());
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2) == null
                ? from
                : range.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(range.group(3));
        if (from < 0 || to < 0) {
            throw text.error(start, "Steps count from 0, which reads the prompt.", "steps 0..4");
        }
        if (to < from) {
            throw backwards(start, to + ".." + from);
        }
        return new Steps(from, to);
    }

    private TokenChoice regex(int start) {
        String all = text.text();
        StringBuilder regex = new StringBuilder();
        int i = text.position();
        for (; i < all.length() && all.charAt(i) != '/'; i++) {
            if (all.charAt(i) == '\\' && i + 1 < all.length()) {
                if (all.charAt(i + 1) != '/') {
                    regex.append('\\');
                }
                i++;
            }
            regex.append(all.charAt(i));
        }
        if (i >= all.length() || regex.isEmpty()) {
            throw text.error(start, "A regular expression between slashes is missing here.", "@/Paris|Rome/");
        }
        text.moveTo(i + 1);
        try {
            return new TokenChoice.Matching(regex.toString());
        } catch (PatternSyntaxException e) {
            throw text.error(
                    start,
                    "This is no regular expression: " + e.getDescription() + ".",
                    "a Java regular expression between slashes, such as @/Paris|Rome/");
        }
    }

    private RuntimeException backwards(int start, String forwards) {
        return text.error(start, "This range runs backwards.", forwards);
    }
}
