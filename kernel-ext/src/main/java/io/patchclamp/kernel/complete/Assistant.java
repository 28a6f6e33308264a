package io.patchclamp.kernel.complete;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.kernel.cell.Cell;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.magic.Completion;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;
import jdk.jshell.SourceCodeAnalysis;

/** Answers about a cell that is being typed: Java from JShell, magics from their specs. */
public final class Assistant {
    private static final Pattern TIMED = Pattern.compile("%%?time\\s+");

    private static final Pattern COMMENT = Pattern.compile("(?s)\\s*/\\*\\*(.*?)\\*/");
    private static final int DOCUMENTED = 4; // of more overloads only the signatures are shown
    private static final Pattern OPTION = Pattern.compile("--([\\w-]+)");

    private final JavaSession java;
    private final Magics magics;
    private final Session session;

    /**
     * An assistant for a notebook.
     *
     * @param java its Java
     * @param magics its magics
     * @param session what magics may ask of it
     */
    public Assistant(JavaSession java, Magics magics, Session session) {
        this.java = java;
        this.magics = magics;
        this.session = session;
    }

    /**
     * What may stand at the cursor.
     *
     * @param code the cell
     * @param cursor the cursor, in UTF-16 units
     * @return the candidates, none if nothing fits
     */
    public Completions complete(String code, int cursor) {
        Cell.MagicLine line = Cell.magicAt(code, cursor, this::isMagic);
        if (line != null) {
            int java = beginOfTimed(line);
            return cursor > java
                    ? shifted(complete(line.text().substring(java - line.start()), cursor - java), java)
                    : ofMagic(line, cursor);
        }
        int body = beginOfBody(code);
        if (cursor >= body) {
            return isTimed(code)
                    ? shifted(complete(code.substring(body), cursor - body), body)
                    : new Completions(cursor, cursor, List.of());
        }
        Cell.Literal literal = Cell.literalAt(code, cursor, this::isMagic);
        if (literal != null && code.charAt(literal.quote()) == '"') {
            return new StringContent(magics, session).complete(code, cursor, literal);
        }
        Completions plain = ofJava(code, cursor);
        return plain.matches().isEmpty() ? ofJavaBehindOpenCode(code, cursor) : plain;
    }

    /** Behind {@code %time} stands Java: where it begins, or where nobody types. */
    private static int beginOfTimed(Cell.MagicLine line) {
        Matcher timed = TIMED.matcher(line.text());
        return timed.lookingAt() ? line.start() + timed.end() : Integer.MAX_VALUE;
    }

    /** Where the text of a cell magic begins, or where nobody types. */
    private int beginOfBody(String code) {
        List<Unit> units = Cell.of(code, this::isMagic, null).units();
        return !units.isEmpty() && units.get(units.size() - 1) instanceof Unit.CellMagic magic
                ? code.length() - magic.body().length()
                : Integer.MAX_VALUE;
    }

    private static boolean isTimed(String code) {
        return TIMED.matcher(code.strip()).lookingAt();
    }

    private static Completions shifted(Completions found, int by) {
        return new Completions(found.start() + by, found.end() + by, found.matches());
    }

    private boolean isMagic(String name) {
        return magics.spec(name).isPresent();
    }

    private Completions ofMagic(Cell.MagicLine line, int cursor) {
        List<Completion> found = magics.complete(line.text(), cursor - line.start(), line.cell(), session);
        if (found.isEmpty()) {
            return new Completions(cursor, cursor, List.of());
        }
        int start = found.get(0).start();
        int end = found.get(0).end();
        List<Completions.Match> matches = found.stream()
                .filter(c -> c.start() == start && c.end() == end)
                .map(c -> new Completions.Match(c.text(), c.kind()))
                .toList();
        return new Completions(line.start() + start, line.start() + end, matches);
    }

    /** The snippet the cursor is in, against what was run before. */
    private Completions ofJava(String code, int cursor) {
        int begin = beginOfSnippet(code, cursor);
        return suggest(code.substring(begin, cursor), begin, cursor);
    }

    /** Variables declared earlier in the same cell are not known to JShell yet: seen from inside a block they are. */
    private Completions ofJavaBehindOpenCode(String code, int cursor) {
        int begin = beginOfSnippet(code, cursor);
        return declaredAbove(code, begin)
                .map(block -> suggest(block + code.substring(begin, cursor), begin - block.length(), cursor))
                .orElse(new Completions(cursor, cursor, List.of()));
    }

    /** What stands above in the same cell, as the beginning of a block. */
    private Optional<String> declaredAbove(String code, int begin) {
        if (begin == 0) {
            return Optional.empty();
        }
        StringBuilder block = new StringBuilder("{");
        for (Piece piece : java.split(code.substring(0, begin))) {
            if (!piece.source().startsWith("import ")) {
                block.append(piece.source()).append('\n');
            }
        }
        return Optional.of(block.toString());
    }

    private Completions suggest(String source, int shift, int cursor) {
        int[] anchor = {0};
        Map<String, Completions.Match> unique = new LinkedHashMap<>();
        List<SourceCodeAnalysis.Suggestion> found =
                java.analysis().completionSuggestions(source, source.length(), anchor);
        for (boolean fitting : new boolean[] {true, false}) {
            for (SourceCodeAnalysis.Suggestion s : found) {
                if (s.matchesType() == fitting && !s.continuation().contains("$JShell$")) {
                    unique.putIfAbsent(s.continuation(), new Completions.Match(s.continuation(), kind(s)));
                }
            }
        }
        return new Completions(Math.max(0, anchor[0] + shift), cursor, new ArrayList<>(unique.values()));
    }

    private static String kind(SourceCodeAnalysis.Suggestion suggestion) {
        String text = suggestion.continuation();
        if (text.endsWith("(") || text.endsWith("()")) {
            return "function";
        }
        return !text.isEmpty() && Character.isUpperCase(text.charAt(0)) ? "class" : "instance";
    }

    private int beginOfSnippet(String code, int cursor) {
        int begin = 0;
        while (true) {
            String rest = code.substring(begin, cursor);
            SourceCodeAnalysis.CompletionInfo info = java.analysis().analyzeCompletion(rest);
            boolean whole = info.completeness() == SourceCodeAnalysis.Completeness.COMPLETE;
            if (!whole || info.remaining().isBlank() || info.remaining().length() >= rest.length()) {
                return begin;
            }
            begin = cursor - info.remaining().length();
        }
    }

    /**
     * What stands at the cursor: help of a magic, or signature and documentation of Java.
     *
     * @param code the cell
     * @param cursor the cursor, in UTF-16 units
     * @return text to read; empty if nothing is known
     */
    public Optional<String> inspect(String code, int cursor) {
        Cell.MagicLine line = Cell.magicAt(code, cursor, this::isMagic);
        if (line != null) {
            int timed = beginOfTimed(line);
            return cursor > timed
                    ? inspect(line.text().substring(timed - line.start()), cursor - timed)
                    : ofMagicAt(line, cursor);
        }
        int body = beginOfBody(code);
        if (cursor >= body) {
            return isTimed(code) ? inspect(code.substring(body), cursor - body) : Optional.empty();
        }
        int end = endOfWord(code, cursor);
        int begin = beginOfSnippet(code, end);
        String source = code.substring(begin, end);
        return described(source)
                .or(() -> declaredAbove(code, begin).flatMap(block -> described(block + source)))
                .map(text -> text + written(code.substring(beginOfWord(code, end), end)));
    }

    private Optional<String> described(String source) {
        Optional<String> found = documentation(source);
        return found.isPresent() ? found : documentation(source + "(");
    }

    /** The comment that a user wrote above a declaration of that name. */
    private String written(String name) {
        Matcher comment = COMMENT.matcher(java.source(name).orElse(""));
        return comment.lookingAt() ? "\n\n" + indented(comment.group(1).replaceAll("\n\\s*\\* ?", "\n")) : "";
    }

    private static String indented(String comment) {
        return Javadoc.text(comment).indent(4).stripTrailing();
    }

    private static int beginOfWord(String code, int end) {
        int begin = end;
        while (begin > 0 && Character.isJavaIdentifierPart(code.codePointBefore(begin))) {
            begin -= Character.charCount(code.codePointBefore(begin));
        }
        return begin;
    }

    /** The help of a magic; what an option means comes first if the cursor is in one. */
    private Optional<String> ofMagicAt(Cell.MagicLine line, int cursor) {
        String name = line.text().replaceFirst("^%+", "").replaceFirst("(?s)[^\\w-].*", "");
        Optional<String> help = magics.help(name);
        Matcher option = OPTION.matcher(line.text());
        while (option.find()) {
            boolean here = line.start() + option.start() <= cursor && cursor <= line.start() + option.end();
            Optional<MagicSpec.Option> meant = magics.spec(name).flatMap(spec -> spec.option(option.group(1)));
            if (here && meant.isPresent()) {
                MagicSpec.Option o = meant.get();
                String typed = "--" + o.name() + (o.isFlag() ? "" : " " + o.value());
                String otherwise = o.fallback().isEmpty() ? "" : " (default " + o.fallback() + ")";
                return help.map(text -> typed + ": " + o.summary() + otherwise + "\n\n" + text);
            }
        }
        return help;
    }

    private static int endOfWord(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.codePointAt(end))) {
            end += Character.charCount(code.codePointAt(end));
        }
        return end;
    }

    private Optional<String> documentation(String source) {
        List<SourceCodeAnalysis.Documentation> all = java.analysis().documentation(source, source.length(), true);
        if (all.isEmpty() && !source.isEmpty()) { // JShell's cursor is one before the end of a name
            all = java.analysis().documentation(source, source.length() - 1, true);
        }
        Sources sources = new Sources(java.packages());
        StringBuilder text = new StringBuilder();
        for (SourceCodeAnalysis.Documentation one : all) {
            text.append(text.length() == 0 ? "" : "\n\n").append(one.signature());
            if (all.size() <= DOCUMENTED) {
                Optional.ofNullable(one.javadoc())
                        .or(() -> sources.comment(one.signature()))
                        .ifPresent(comment -> text.append("\n\n").append(indented(comment)));
            }
        }
        return text.length() == 0 ? Optional.empty() : Optional.of(text.toString());
    }
}
