package io.patchclamp.internal.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into tokens, with the whitespace rules that chat templates are written for: a newline after a block
 * goes ({@code trim_blocks}), blanks before a block at the start of its line go ({@code lstrip_blocks}), {@code -} takes
 * all blanks on its side, {@code +} keeps them.
 */
final class Lexer {
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean lineStarts = true;

    private Lexer(String text) {
        String unified = text.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < lexer.source.length()) {
            lexer.root();
        }
        lexer.add(Token.Kind.END, "");
        return lexer.tokens;
    }

    private void root() {
        int tag = at;
        while (tag < source.length() && !begins(tag)) {
            tag++;
        }
        if (tag == source.length()) {
            add(Token.Kind.DATA, source.substring(at));
            at = tag;
            return;
        }
        char kind = source.charAt(tag + 1);
        char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
        boolean signed = sign == '-' || sign == '+';
        data(source.substring(at, tag), sign, kind != '{');
        at = tag + (signed ? 3 : 2);
        switch (kind) {
            case '#' -> comment(tag);
            case '{' -> {
                place(tag);
                tokens.add(new Token(Token.Kind.VARIABLE_BEGIN, "{{", line));
                inside(false);
            }
            default -> block(tag);
        }
    }

    private boolean begins(int i) {
        return source.charAt(i) == '{' && i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0;
    }

    private void data(String text, char sign, boolean block) {
        String kept = text;
        if (sign == '-') {
            kept = Whitespace.stripEnd(text);
        } else if (sign != '+' && block) {
            int last = text.lastIndexOf('\n') + 1;
            if ((last > 0 || lineStarts) && Whitespace.all(text, last)) {
                kept = text.substring(0, last);
            }
        }
        if (!kept.isEmpty()) {
            add(Token.Kind.DATA, kept);
        }
    }

    private void comment(int from) {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            place(from);
            throw TemplateFault.syntax("A comment '{#' is never closed", line);
        }
        char sign = end > at ? source.charAt(end - 1) : ' ';
        at = end + 2;
        after(sign);
    }

    /** What the end of a block or comment takes with it. */
    private void after(char sign) {
        if (sign == '-') {
            at = Whitespace.skip(source, at);
        } else if (sign != '+' && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
        lineStarts = source.charAt(at - 1) == '\n';
    }

    private void block(int from) {
        int word = Whitespace.skip(source, at);
        if (source.startsWith("raw", word)) {
            int close = Whitespace.skip(source, word + 3);
            if (source.startsWith("-%}", close)) {
                at = Whitespace.skip(source, close + 3);
                raw(from);
                return;
            }
            if (source.startsWith("%}", close)) {
                at = close + 2;
                raw(from);
                return;
            }
        }
        place(from);
        tokens.add(new Token(Token.Kind.BLOCK_BEGIN, "{%", line));
        inside(true);
    }

    private void raw(int from) {
        lineStarts = source.charAt(at - 1) == '\n';
        int tag = source.indexOf("{%", at);
        while (tag >= 0) {
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            int word = Whitespace.skip(source, tag + (sign == '-' || sign == '+' ? 3 : 2));
            int close = source.startsWith("endraw", word) ? Whitespace.skip(source, word + 6) : source.length();
            char last = close < source.length() ? source.charAt(close) : ' ';
            int mark = last == '-' || last == '+' ? close + 1 : close;
            if (source.startsWith("%}", mark)) {
                data(source.substring(at, tag), sign, true);
                at = mark + 2;
                after(last);
                return;
            }
            tag = source.indexOf("{%", tag + 2);
        }
        place(from);
        throw TemplateFault.syntax("A block 'raw' is never closed", line);
    }

    private void inside(boolean block) {
        open.clear();
        while (at < source.length()) {
            if (Whitespace.is(source.charAt(at))) {
                at++;
            } else if (open.isEmpty() && ends(block)) {
                return;
            } else {
                piece();
            }
        }
    }

    private boolean ends(boolean block) {
        char c = source.charAt(at);
        int mark = c == '-' || block && c == '+' ? at + 1 : at;
        if (!source.startsWith(block ? "%}" : "}}", mark)) {
            return false;
        }
        add(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, "");
        at = mark + 2;
        // only a block takes the newline behind it
        after(c == '-' ? '-' : block && c != '+' ? ' ' : '+');
        return true;
    }

    private void piece() {
        char c = source.charAt(at);
        int number = Numerals.end(source, at);
        if (number > at) {
            String digits = source.substring(at, number);
            add(Numerals.isWhole(digits) ? Token.Kind.INTEGER : Token.Kind.FLOAT, digits);
            at = number;
        } else if (c == '_' || Character.isLetterOrDigit(source.codePointAt(at))) {
            int end = at;
            while (end < source.length() && Character.isUnicodeIdentifierPart(source.codePointAt(end))) {
                end += Character.charCount(source.codePointAt(end));
            }
            add(Token.Kind.NAME, source.substring(at, Math.max(end, at + 1)));
            at = Math.max(end, at + 1);
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            operator();
        }
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        place(at);
        if (end >= source.length()) {
            throw TemplateFault.syntax("A text in " + quote + " is never closed", line);
        }
        tokens.add(new Token(Token.Kind.STRING, Escapes.read(source.substring(at + 1, end), line), line));
        at = end + 1;
    }

    private void operator() {
        place(at);
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                balance(operator);
                add(Token.Kind.OPERATOR, operator);
                at += operator.length();
                return;
            }
        }
        throw TemplateFault.syntax(
                "The character " + Repr.of(Character.toString(source.codePointAt(at))) + " does not belong here", line);
    }

    private void balance(String operator) {
        switch (operator) {
            case "{" -> open.push("}");
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "}", ")", "]" -> {
                String expected = open.isEmpty() ? "" : open.pop();
                if (!expected.equals(operator)) {
                    throw TemplateFault.syntax(
                            "'" + operator + "' closes nothing"
                                    + (expected.isEmpty() ? "" : "; expected '" + expected + "'"),
                            line);
                }
            }
            default -> {}
        }
    }

    private void add(Token.Kind kind, String text) {
        place(at);
        tokens.add(new Token(kind, text, line));
    }

    /** Moves the line number on to a place; places come in order. */
    private void place(int where) {
        for (; counted < where; counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
            }
        }
    }
}
