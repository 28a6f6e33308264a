package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.Caret;
import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Expression.Value;

/**
 * Reads {@code or := and {("or" | "||" | "|") and}}, {@code and := not {("and" | "&&" | "&") not}}, {@code not := ["not" |
 * "!"] ("(" or ")" | value operator value | value ["not"] "in" "[" value {"," value} "]")}; a value is a column (in
 * backticks where it is not a word), a text in quotes, or a number.
 */
final class ExpressionParser {
    private static final Pattern PART =
            Pattern.compile("\\s*(?:(?<text>'(?:[^'\\\\]++|\\\\.)*+'|\"(?:[^\"\\\\]++|\\\\.)*+\")"
                    + "|`(?<quoted>[^`]+)`|(?<number>[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
                    + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_.]*)|(?<mark>==|!=|<=|>=|&&|\\|\\||[<>=&|!()\\[\\],]))");
    private static final int DEEPEST = 100;

    private final String source;
    private final List<String> columns;
    private int at;
    private int depth;

    private ExpressionParser(String source, List<String> columns) {
        this.source = source;
        this.columns = columns;
    }

    static Expression parse(String source, List<String> columns) {
        ExpressionParser parser = new ExpressionParser(source, columns);
        Expression expression = parser.or();
        if (!parser.rest().isBlank()) {
            throw parser.wrong("goes on after its end", "'and' or 'or' between two conditions");
        }
        return expression;
    }

    private Expression or() {
        if (++depth > DEEPEST) {
            throw wrong("nests deeper than " + DEEPEST, "fewer parentheses");
        }
        List<Expression> parts = new ArrayList<>(List.of(and()));
        while (accept("or", "||", "|")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.get(0) : new Expression.Or(parts);
    }

    private Expression and() {
        List<Expression> parts = new ArrayList<>(List.of(not()));
        while (accept("and", "&&", "&")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.And(parts);
    }

    private Expression not() {
        boolean negated = false;
        while (accept("not", "!")) {
            negated = !negated;
        }
        Expression inner = accept("(") ? closed() : comparison();
        return negated ? new Expression.Not(inner) : inner;
    }

    private Expression closed() {
        Expression inner = or();
        if (!accept(")")) {
            throw wrong("opens a parenthesis that is never closed", "')'");
        }
        return inner;
    }

    private Expression comparison() {
        Value left = value(true);
        boolean negated = accept("not");
        if (accept("in")) {
            Expression in = new Expression.In(left, list());
            return negated ? new Expression.Not(in) : in;
        }
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (!negated && accept(operator)) {
                return new Expression.Compared(left, operator, value(false));
            }
        }
        throw wrong("has no comparison here", "==, !=, <, <=, >, >= or in ['a', 'b']");
    }

    private List<Value> list() {
        if (!accept("[", "(")) {
            throw wrong("has no list after 'in'", "in ['a', 'b']");
        }
        List<Value> values = new ArrayList<>();
        do {
            values.add(value(false));
        } while (accept(","));
        if (!accept("]", ")")) {
            throw wrong("opens a list that is never closed", "']'");
        }
        return values;
    }

    private Value value(boolean left) {
        Matcher part = part();
        if (part == null || part.group("mark") != null) {
            throw wrong("has no value here", "a column, a text in quotes or a number");
        }
        int begins = part.start()
                + part.group().length()
                - part.group().stripLeading().length();
        String text = part.group("text");
        if (text != null) {
            at = part.end();
            return new Value.Text(text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        if (part.group("number") != null) {
            at = part.end();
            return new Value.Number(Double.parseDouble(part.group("number")), part.group("number"));
        }
        String name = part.group("quoted") == null ? part.group("word") : part.group("quoted");
        Value column = column(name, begins, left);
        at = part.end();
        return column;
    }

    private Value column(String name, int begins, boolean left) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String column : columns) {
            if (column.toLowerCase(Locale.ROOT).equals(lower)) {
                return new Value.Column(column);
            }
        }
        at = begins;
        String near = Nearest.to(name, columns, 1).get(0);
        throw new PatchclampException(
                "There is no column '" + name + "' in '" + source + "'; the columns are " + String.join(", ", columns)
                        + "." + Caret.under(source, begins),
                left ? "'" + near + "'" : "'" + name + "' in quotes if it is a text, or the column '" + near + "'");
    }

    private Matcher part() {
        Matcher matcher = PART.matcher(source).region(at, source.length());
        return matcher.lookingAt() ? matcher : null;
    }

    private boolean accept(String... words) {
        Matcher part = part();
        if (part == null || part.group("quoted") != null) {
            return false;
        }
        String found = part.group().strip();
        for (String word : words) {
            if (found.equals(word) || part.group("word") != null && found.equalsIgnoreCase(word)) {
                at = part.end();
                return true;
            }
        }
        return false;
    }

    private String rest() {
        return source.substring(at);
    }

    private PatchclampException wrong(String what, String advice) {
        int place = at + rest().length() - rest().stripLeading().length();
        boolean single =
                rest().stripLeading().startsWith("=") && !rest().stripLeading().startsWith("==");
        return new PatchclampException(
                "The selection '" + source + "' " + what + "." + Caret.under(source, place),
                single ? "'==' to compare" : advice);
    }
}
