package io.patchclamp.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.Caret;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Expression.Constant;
import io.patchclamp.metric.Expression.Measure;
import io.patchclamp.metric.Expression.OfToken;
import io.patchclamp.metric.Expression.Pair;
import io.patchclamp.metric.Expression.Target;

/** Reads a metric, by recursive descent. */
final class MetricParser {
    private static final String EXAMPLE = "logit(\" Paris\") - logit(\" Rome\")";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|\\.[0-9]+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final List<String> OF_TOKEN = List.of("logit", "logprob", "prob");
    private static final List<String> ALONE = List.of("entropy", "kl", "loss");
    private static final int DEEPEST = 50;
    private static final int LONGEST = 2_000;

    private final String text;
    private int at;
    private int depth;

    MetricParser(String text) {
        this.text = text;
    }

    Expression parse() {
        if (text.isBlank()) {
            throw new PatchclampException("The metric is empty.", "for example " + EXAMPLE + ", kl or entropy");
        }
        if (text.length() > LONGEST) {
            throw new PatchclampException(
                    "The metric has " + text.length() + " characters; " + LONGEST + " are allowed.",
                    "a shorter one, for example " + EXAMPLE);
        }
        Expression expression = sum();
        if (!atEnd()) {
            throw text.charAt(at) == ')'
                    ? error(at, "The ')' here was never opened.", "a '(' before it, or none at all")
                    : error(at, "An operator is missing before this.", "+, -, * or / between two parts: " + EXAMPLE);
        }
        return expression;
    }

    private Expression sum() {
        Expression left = product();
        while (true) {
            if (accept('+')) {
                left = new Pair('+', left, product());
            } else if (accept('-')) {
                left = new Pair('-', left, product());
            } else {
                return left;
            }
        }
    }

    private Expression product() {
        Expression left = factor();
        while (true) {
            if (accept('*')) {
                left = new Pair('*', left, factor());
            } else if (accept('/')) {
                left = new Pair('/', left, factor());
            } else {
                return left;
            }
        }
    }

    private Expression factor() {
        if (++depth > DEEPEST) {
            throw error(at, "The metric nests more than " + DEEPEST + " deep.", "fewer parentheses");
        }
        try {
            skipSpace();
            int start = at;
            if (accept('-')) {
                return new Pair('*', new Constant(-1), factor());
            }
            if (accept('(')) {
                Expression inside = sum();
                close(start);
                return inside;
            }
            return atom();
        } finally {
            depth--;
        }
    }

    private Expression atom() {
        if (at == text.length()) {
            throw error(at, "Something is missing at the end.", "a number, or for example " + EXAMPLE);
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return new Constant(Double.parseDouble(number.group()));
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (word.lookingAt()) {
            return named(word.group());
        }
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            throw error(
                    at, "A text alone is no number.", "logit(" + c + "…" + c + "), logprob(…) or prob(…) around it");
        }
        throw error(
                at, "'" + Character.toString(text.codePointAt(at)) + "' cannot stand here.", "for example " + EXAMPLE);
    }

    private Expression named(String word) {
        int start = at;
        at += word.length();
        skipSpace();
        boolean called = !atEnd() && text.charAt(at) == '(';
        if (ALONE.contains(word)) {
            if (called) {
                throw error(at, "'" + word + "' takes no target.", word + " without parentheses");
            }
            return switch (word) {
                case "entropy" -> new Expression.Entropy();
                case "kl" -> new Expression.Kl();
                default -> new Expression.Loss();
            };
        }
        if (!OF_TOKEN.contains(word)) {
            List<String> known = called ? OF_TOKEN : ALONE;
            throw error(
                    start,
                    "There is no '" + word + "' to measure.",
                    Nearest.to(word, known, 1).get(0) + (called ? "(…)" : "") + "; there are logit(…), logprob(…),"
                            + " prob(…), entropy, kl and loss");
        }
        if (!called) {
            throw error(
                    start, "'" + word + "' needs a target.", word + "(\" Paris\"), or a column's name without quotes");
        }
        int opened = at++;
        Target target = target(opened);
        close(opened);
        return new OfToken(Measure.valueOf(word.toUpperCase(Locale.ROOT)), target);
    }

    private Target target(int opened) {
        skipSpace();
        if (!atEnd() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            int start = at;
            String literal = literal();
            if (literal.isEmpty()) {
                throw error(start, "The target is empty.", "a text that is one token, such as \" Paris\"");
            }
            return new Target(literal, false);
        }
        int end = text.indexOf(')', at);
        if (end < 0) {
            throw error(opened, "The '(' here is never closed.", "')' behind the target");
        }
        String column = text.substring(at, end).strip();
        if (column.isEmpty()) {
            throw error(at, "A target is missing here.", "a text in quotes, \" Paris\", or a column's name without");
        }
        if ("“”„‘’«".indexOf(column.charAt(0)) >= 0) {
            throw error(
                    text.indexOf(column, at),
                    "'" + column.charAt(0) + "' is not the quote of a keyboard.",
                    "\"…\" or '…' around a text");
        }
        int quote = Math.max(column.indexOf('"'), column.indexOf('('));
        if (quote >= 0) {
            throw error(
                    text.indexOf(column, at) + quote,
                    "'" + column.charAt(quote) + "' cannot stand in a column's name.",
                    "one text in quotes, or one column's name without");
        }
        at = end;
        return new Target(column, true);
    }

    private String literal() {
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder literal = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> literal.append('\n');
                    case 't' -> literal.append('\t');
                    case '\\', '"', '\'' -> literal.append(escaped);
                    default ->
                        throw error(
                                at - 2,
                                "'\\" + escaped + "' is no escape.",
                                "\\n, \\t, \\\", \\' or \\\\; the character itself otherwise");
                }
            } else {
                literal.append(c);
            }
        }
        if (at == text.length()) {
            throw error(start, "The quote that opens here is never closed.", "the same quote behind the text");
        }
        at++;
        return literal.toString();
    }

    private void close(int opened) {
        if (!accept(')')) {
            throw atEnd()
                    ? error(opened, "The '(' here is never closed.", "')' at its end")
                    : error(at, "')' is missing before this.", "for example " + EXAMPLE);
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private PatchclampException error(int place, String what, String advice) {
        return new PatchclampException(what + Caret.under(text, place), advice);
    }
}
