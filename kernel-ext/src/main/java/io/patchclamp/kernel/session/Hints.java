package io.patchclamp.kernel.session;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.Nearest;
import jdk.jshell.SourceCodeAnalysis;

/** What was probably meant by a name that the compiler does not know: the nearest one in scope, or an import. */
final class Hints {
    private static final Pattern UNKNOWN =
            Pattern.compile("(?s)cannot find symbol\\s+symbol:\\s+(class|variable|method)\\s+(\\w+).*");
    private static final int MAX_IMPORTS = 3;

    private final SourceCodeAnalysis analysis;

    Hints(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /** The problems of a snippet, each with what was probably meant. */
    List<Outcome.Problem> advised(String source, List<Outcome.Problem> problems) {
        return problems.stream().map(p -> about(source, p)).toList();
    }

    /** A problem with a name is about that name, not about all that stands before its dot. */
    private Outcome.Problem about(String source, Outcome.Problem problem) {
        Matcher unknown = UNKNOWN.matcher(problem.message());
        if (!unknown.matches() || problem.start() < 0) {
            return problem;
        }
        String name = unknown.group(2);
        int at = position(source, name, problem.start(), problem.end());
        return at < 0
                ? problem
                : new Outcome.Problem(
                        problem.message(), at, at + name.length(), advice(source, unknown.group(1), name, at));
    }

    private String advice(String source, String kind, String name, int at) {
        Optional<String> near = nearest(source.substring(0, at), name);
        List<String> imports = kind.equals("method") ? List.of() : imports(source, at + name.length());
        if (!imports.isEmpty()) {
            return "import " + String.join(";  or import ", imports) + ";"
                    + near.map(n -> "  or did you mean " + n + "?").orElse("");
        }
        return near.map(n -> "did you mean " + n + "?").orElse("");
    }

    private static int position(String source, String name, int start, int end) {
        Matcher word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source);
        int found = -1;
        for (boolean more = word.find(Math.min(start, source.length()));
                more && (found < 0 || word.start() < end);
                more = word.find()) {
            found = word.start();
        }
        return found;
    }

    private Optional<String> nearest(String before, String name) {
        String low = name.toLowerCase(Locale.ROOT);
        int most = Math.max(1, name.length() / 3);
        return analysis.completionSuggestions(before, before.length(), new int[1]).stream()
                .map(s -> s.continuation().replaceFirst("[(].*", ""))
                .filter(n -> !n.equals(name) && !n.contains("$JShell$") && !n.endsWith("."))
                .distinct()
                .filter(n -> Nearest.edits(low, n.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt((String n) -> Nearest.edits(low, n.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private List<String> imports(String source, int end) {
        SourceCodeAnalysis.QualifiedNames names = analysis.listQualifiedNames(source, end);
        return names.isResolvable()
                ? List.of()
                : names.getNames().stream()
                        .filter(n -> n.contains(".") && !n.startsWith("sun.") && !n.startsWith("com.sun."))
                        .sorted(Comparator.comparing((String n) -> !n.startsWith("java."))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(MAX_IMPORTS)
                        .toList();
    }
}
