package io.patchclamp.kernel.complete;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Piece;
import jdk.jshell.SourceCodeAnalysis;

/** Java that is being typed, against what was run before and what stands above it in the same cell. */
final class JavaHelp {
    private static final Pattern COMMENT = Pattern.compile("(?s)\\s*/\\*\\*(.*?)\\*/");
    private static final Pattern IMPORT = Pattern.compile("\\s*import\\s+(static\\s+)?");
    private static final Pattern REFERENCE = Pattern.compile("(?sU)(.*?)([\\w.]+)\\s*::\\s*(\\w*)");
    private static final Pattern NAME = Pattern.compile("(?U)(^|[^.:\\w])\\w+$");
    private static final Pattern BARE = Pattern.compile("(?U)\\s*\\w+"); // which JShell of older JDKs takes for a type
    private static final Pattern
            NO_MEMBERS = // behind a number, a character, or nothing, where JShell offers all there is
            Pattern.compile("(?sU).*(?:'|(?<![\\w.])\\d[\\w.]*|(?:^|[^\\w\\s)\\]\"'}>])\\s*)\\.\\s*\\w*");
    private static final String VALUE = "var $it$ = ";
    private static final Pattern ANNOTATION = Pattern.compile("(?U)@(\\w*)$");
    private static final Pattern HEADER =
            Pattern.compile("\\([^()]*\\)(?=\\.)"); // of a record, in the name of what is in it
    private static final String ABOVE = "$Above$"; // a class around methods of the same cell: in a block there are none
    private static final Pattern CASE = Pattern.compile(
            "(?s).*\\bswitch\\s*\\(\\s*([^;{}]+?)\\s*\\)\\s*\\{(?:(?!\\bswitch\\b).)*\\bcase\\s+(?:\\w+\\s*,\\s*)*(\\w*)");
    private static final int DOCUMENTED = 4; // of more overloads only the signatures are shown

    private final JavaSession java;
    private final Suggestions suggestions;

    JavaHelp(JavaSession java) {
        this.java = java;
        suggestions = new Suggestions(java);
    }

    /** What may stand at the cursor. */
    Completions complete(String code, int cursor) {
        int begin = java.beginOfLast(code.substring(0, cursor));
        String source = code.substring(begin, cursor);
        if (NO_MEMBERS.matcher(source).matches()) {
            return new Completions(cursor, cursor, List.of());
        }
        if (source.endsWith("::")) {
            return ofReference(source, cursor);
        }
        Completions constants = ofCase(source, cursor);
        if (!constants.matches().isEmpty()) {
            return constants.over(code);
        }
        Completions found = suggest(source, begin, cursor);
        boolean name = begin > 0 && NAME.matcher(source).find(); // it may be of this cell as well
        for (String around : name || found.matches().isEmpty() ? around(code, begin) : List.<String>of()) {
            String seen = around + (BARE.matcher(source).matches() ? VALUE : "");
            Completions local = suggest(seen + source, begin - seen.length(), cursor);
            if (!local.matches().isEmpty()) {
                found = found.and(local);
                break;
            }
        }
        if (found.matches().isEmpty()) {
            found = ofReference(source, cursor);
        }
        return (found.matches().isEmpty() ? ofAnnotation(source, cursor) : found).over(code);
    }

    /** Behind {@code case} stand the constants of what is switched over, if that is an enum: JShell knows only types there. */
    private Completions ofCase(String source, int cursor) {
        Completions none = new Completions(cursor, cursor, List.of());
        Matcher label = CASE.matcher(source);
        if (!label.matches()) {
            return none;
        }
        String over = label.group(1);
        Matcher declared = Pattern.compile("\\b([A-Z][\\w.]*)\\s+" + Pattern.quote(over) + "\\s*[,;=)]")
                .matcher(source);
        String type = declared.find() ? declared.group(1) : java.analysis().analyzeType(over, over.length());
        if (type == null || type.isEmpty()) {
            return none;
        }
        List<Completions.Match> members = suggest(type + ".", 0, 0).matches();
        boolean isEnum = members.stream().anyMatch(m -> m.text().equals("values()"));
        String typed = label.group(2);
        List<Completions.Match> constants = members.stream()
                .filter(m -> isEnum && m.text().matches("[A-Z]\\w*") && m.text().startsWith(typed))
                .filter(m -> !m.text().equals("EnumDesc"))
                .toList();
        return new Completions(cursor - typed.length(), cursor, constants);
    }

    /** Behind {@code @} JShell of newer JDKs knows nothing: types are those that begin so. */
    private Completions ofAnnotation(String source, int cursor) {
        Matcher annotation = ANNOTATION.matcher(source);
        return annotation.find()
                ? suggest(annotation.group(1), cursor - annotation.group(1).length(), cursor)
                : new Completions(cursor, cursor, List.of());
    }

    /** Behind two colons JShell of older JDKs knows nothing: methods are those behind a dot. */
    private Completions ofReference(String source, int cursor) {
        Matcher reference = REFERENCE.matcher(source);
        if (!reference.matches()) {
            return new Completions(cursor, cursor, List.of());
        }
        String of = reference.group(2);
        String typed = reference.group(3);
        Map<String, Completions.Match> names = new LinkedHashMap<>();
        for (String made : List.of("((" + of + ") null).", of + ".")) {
            for (Completions.Match match : suggest(made + typed, 0, 0).matches()) {
                int open = match.text().indexOf('(');
                if (open > 0) {
                    String name = match.text().substring(0, open);
                    names.putIfAbsent(name, new Completions.Match(name, "function"));
                }
            }
        }
        return new Completions(cursor - typed.length(), cursor, new ArrayList<>(names.values()));
    }

    /**
     * What the last snippet of a cell is seen from within, with what stands above it in the cell: a method, then a class.
     * JShell does not know that yet, and names of local variables it knows in methods of classes alone.
     */
    private List<String> around(String code, int begin) {
        StringBuilder members = new StringBuilder("class " + ABOVE + " {");
        StringBuilder block = new StringBuilder("void $here$() throws Throwable {");
        for (Piece piece : java.split(code.substring(0, begin))) {
            if (java.isDeclaration(piece)) {
                members.append(piece.source()).append('\n');
            } else if (!piece.source().startsWith("import ")) {
                block.append(piece.source()).append('\n');
            }
        }
        return List.of(members + block.toString(), members.toString());
    }

    private Completions suggest(String source, int shift, int cursor) {
        Map<String, Completions.Match> unique = new LinkedHashMap<>();
        Suggestions.Look look = suggestions.at(source);
        for (boolean fitting : new boolean[] {true, false}) {
            for (SourceCodeAnalysis.Suggestion s : look.found()) {
                String text = s.continuation();
                if (s.matchesType() == fitting
                        && !text.contains("$JShell$")
                        && !text.contains(ABOVE)
                        && !text.contains("$here$")) {
                    unique.putIfAbsent(text, new Completions.Match(text, kind(text)));
                }
            }
        }
        int start = Math.max(0, look.anchor() + shift);
        return new Completions(Math.min(start, cursor), cursor, new ArrayList<>(unique.values()));
    }

    private static String kind(String text) {
        if (text.endsWith("(") || text.endsWith("()")) {
            return "function";
        }
        return !text.isEmpty() && Character.isUpperCase(text.charAt(0)) ? "class" : "instance";
    }

    /** Signature and documentation of what stands at the cursor, or of the method whose arguments it is among. */
    Optional<String> explain(String code, int cursor, boolean withSource) {
        int end = endOfWord(code, cursor);
        int begin = java.beginOfLast(code.substring(0, end));
        String source = code.substring(begin, end);
        Matcher imported = IMPORT.matcher(source);
        if (imported.lookingAt()) {
            return described(source.substring(imported.end()));
        }
        String word = code.substring(beginOfWord(code, end), end);
        return described(source)
                .or(() -> around(code, begin).stream()
                        .flatMap(around -> described(around + source).stream())
                        .findFirst())
                .map(text -> withSource
                        ? text
                                + java.source(word)
                                        .map(own -> "\n\n" + own.strip())
                                        .orElse("")
                        : text);
    }

    private Optional<String> described(String source) {
        Optional<String> found = documentation(source);
        return found.isPresent() ? found : documentation(source + "(");
    }

    private Optional<String> documentation(String source) {
        List<SourceCodeAnalysis.Documentation> all = java.documentation(source);
        if (all.isEmpty() && !source.isEmpty()) { // JShell's cursor is one before the end of a name
            all = java.documentation(source.substring(0, source.length() - 1));
        }
        StringBuilder text = new StringBuilder();
        for (SourceCodeAnalysis.Documentation one : all) {
            String signature =
                    HEADER.matcher(one.signature().replace(ABOVE + ".", "")).replaceAll("");
            text.append(text.length() == 0 ? "" : "\n\n").append(signature);
            if (all.size() <= DOCUMENTED) {
                Optional.ofNullable(one.javadoc())
                        .or(() -> new Sources(java.packages(), java::source).comment(signature))
                        .or(() -> written(signature))
                        .ifPresent(comment -> text.append("\n\n")
                                .append(Javadoc.text(comment).indent(4).stripTrailing()));
            }
        }
        return text.length() == 0 ? Optional.empty() : Optional.of(text.toString());
    }

    /** The comment that a user wrote above a method or a variable. */
    private Optional<String> written(String signature) {
        String name = signature.replaceFirst("(?s)[(:].*", "").replaceFirst("(?s).*[\\s.>]", "");
        Matcher comment = COMMENT.matcher(java.source(name).orElse(""));
        return comment.lookingAt() ? Optional.of(comment.group(1).replaceAll("\n\\s*\\* ?", "\n")) : Optional.empty();
    }

    private static int beginOfWord(String code, int end) {
        int begin = end;
        while (begin > 0 && Character.isJavaIdentifierPart(code.codePointBefore(begin))) {
            begin -= Character.charCount(code.codePointBefore(begin));
        }
        return begin;
    }

    private static int endOfWord(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.codePointAt(end))) {
            end += Character.charCount(code.codePointAt(end));
        }
        return end;
    }
}
