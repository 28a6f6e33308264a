package io.patchclamp.kernel.cell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Walks through a cell once. A magic is a percent sign with a name behind it where Java cannot have a remainder: where a
 * statement may begin at the beginning of a line, or behind an assignment's equals sign or {@code return}.
 */
final class Splitter {
    private final String text;
    private final Predicate<String> known;
    private final Embedding embedding;
    private final Scanner scan;
    private final List<Unit> units = new ArrayList<>();
    private final List<Cell.MagicLine> magics = new ArrayList<>();
    private final List<Cell.Literal> literals = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private final StringBuilder java = new StringBuilder();

    private int javaLine;
    private boolean substance;
    private boolean inLine;
    private char last;
    private boolean assigning;

    Splitter(String text, Predicate<String> known, Embedding embedding) {
        this.text = text;
        this.known = known;
        this.embedding = embedding == null ? new Placeholder() : embedding;
        this.scan = new Scanner(text);
    }

    List<Unit> units() {
        walk();
        return units;
    }

    Cell.MagicLine magicAt(int cursor) {
        walk();
        return magics.stream().filter(m -> m.holds(cursor)).findFirst().orElse(null);
    }

    List<Cell.MagicLine> magicLines() {
        walk();
        return magics;
    }

    Cell.Literal literalAt(int cursor) {
        walk();
        return literals.stream().filter(l -> l.holds(cursor)).findFirst().orElse(null);
    }

    private void walk() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int skipped = scan.comment(i);
            if (scan.opensForEver(i)) {
                endJava();
                units.add(new Unit.Unclosed(scan.lineOf(i)));
                return;
            }
            if (c == '\n') {
                inLine = false;
                i = copy(i, i + 1);
            } else if (Character.isWhitespace(c) || skipped > i) {
                inLine |= skipped > i && text.startsWith("/*", i);
                i = copy(i, Math.max(skipped, i + 1));
            } else if (c == '%' && Scanner.named(text, i)) {
                i = percent(i);
            } else if (scan.literal(i) > i) {
                int end = scan.literal(i);
                literals.add(Cell.Literal.of(text, i, end));
                i = token(i, end, '"');
            } else if (Character.isJavaIdentifierStart(c)) {
                int end = scan.word(i);
                boolean returns = text.startsWith("return", i) && end == i + 6;
                i = token(i, end, 'a');
                assigning = returns;
            } else {
                i = symbol(i, c);
            }
        }
        endJava();
    }

    private int symbol(int i, char c) {
        switch (c) {
            case '(', '[', '{' -> open.push(c);
            case ')', ']', '}' -> open.poll();
            default -> {}
        }
        boolean single = c == '=' && (i == 0 || "=!<>+-*/%&|^".indexOf(text.charAt(i - 1)) < 0);
        int next = token(i, i + 1, Character.isDigit(c) ? 'a' : c);
        assigning = single;
        return next;
    }

    private int token(int from, int to, char kind) {
        substance = true;
        inLine = true;
        last = kind;
        assigning = false;
        return copy(from, to);
    }

    private int copy(int from, int to) {
        java.append(text, from, to);
        return to;
    }

    /** A percent sign with a name, or two, behind it. */
    private int percent(int i) {
        boolean cell = text.startsWith("%%", i);
        int end = scan.lineEnd(i);
        String line = text.substring(i, end);
        if (assigning && !cell) {
            return expression(i, end, line);
        }
        if (inLine || !statementMayBegin(line)) {
            return token(i, i + 1, '%');
        }
        Magic magic = Magic.of(
                line.replaceFirst("^(%{1,2}[\\w-]+)\\s*;\\s*$", "$1")); // a semicolon alone is a habit, no argument
        magics.add(new Cell.MagicLine(line, i, cell));
        if (!open.isEmpty()) {
            copyReplacement(embedding.statement(magic.name(), magic.arguments()), ';');
            return end;
        }
        int at = scan.lineOf(i);
        boolean first = units.isEmpty() && !substance;
        endJava();
        if (magic.asksHelp()) {
            units.add(new Unit.Help(magic.name(), at));
        } else if (!cell) {
            units.add(new Unit.LineMagic(magic.name(), magic.arguments(), at));
        } else if (first) {
            String body = end < text.length() ? text.substring(end + 1) : "";
            units.add(new Unit.CellMagic(magic.name(), magic.arguments(), body, at));
            javaLine = at + 1;
            return text.length();
        } else {
            units.add(new Unit.Misplaced(magic.name(), at));
        }
        int next = Math.min(end + 1, text.length());
        javaLine = at + 1;
        last = 0;
        inLine = false;
        return next;
    }

    private int expression(int i, int end, String line) {
        String bare = line.replaceFirst("\\s//\\s.*", "").stripTrailing(); // here the line is Java's, and so is its end
        Magic magic = Magic.of(bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare);
        magics.add(new Cell.MagicLine(line, i, false));
        copyReplacement(embedding.expression(magic.name(), magic.arguments()) + ";", ';');
        return end;
    }

    private void copyReplacement(String replacement, char kind) {
        substance = true;
        inLine = true;
        last = kind;
        assigning = false;
        java.append(replacement);
    }

    /**
     * Whether Java may begin a statement here. Behind an expression without a semicolon both readings are possible: then a
     * known magic with arguments that no operator begins is one.
     */
    private boolean statementMayBegin(String line) {
        if (!open.isEmpty() && open.peek() != '{') {
            return false;
        }
        if (last == 0 || last == ';' || last == '{' || last == '}' || last == ':') {
            return true;
        }
        if (!open.isEmpty() || "a\")]".indexOf(last) < 0) {
            return false;
        }
        Magic magic = Magic.of(line);
        String rest = magic.arguments();
        boolean operator =
                !rest.isEmpty() && !rest.startsWith("--") && ";=+-*/%&|^<>?:),.([".indexOf(rest.charAt(0)) >= 0;
        boolean twoNames = !rest.isEmpty()
                && Character.isJavaIdentifierStart(rest.codePointAt(0))
                && !rest.matches("(?s)instanceof\\b.*"); // no Java puts one name behind another here
        return twoNames || known.test(magic.name()) && !operator;
    }

    private void endJava() {
        if (substance) {
            units.add(new Unit.Java(java.toString(), javaLine));
        }
        java.setLength(0);
        substance = false;
    }

    /** A line of magic, taken apart. */
    private record Magic(String name, String arguments, boolean asksHelp) {
        static Magic of(String line) {
            int begin = line.startsWith("%%") ? 2 : 1;
            int end = begin;
            while (end < line.length() && Scanner.inName(line.charAt(end))) {
                end++;
            }
            String rest = line.substring(end).strip();
            return new Magic(line.substring(begin, end), rest, rest.equals("?") || rest.equals("??"));
        }
    }

    /** When only the places of magics are asked for. */
    private static final class Placeholder implements Embedding {
        @Override
        public String expression(String name, String arguments) {
            return "null";
        }

        @Override
        public String statement(String name, String arguments) {
            return ";";
        }
    }
}
