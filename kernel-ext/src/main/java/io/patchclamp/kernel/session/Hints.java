package io.patchclamp.kernel.session;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.Nearest;
import jdk.jshell.SourceCodeAnalysis;

/** What was probably meant by a name that the compiler does not know: the nearest one in scope, or an import. */
final class Hints {
    private static final Pattern UNKNOWN =
            Pattern.compile("(?s)cannot find symbol\\s+symbol:\\s+(class|variable|method)\\s+(\\w+).*");
    private static final Pattern NO_PACKAGE = Pattern.compile("package ([\\w.]+) does not exist");
    private static final int MAX_IMPORTS = 3;
    private static final int SHORT = 3; // letters: in such a name any one may be another name

    private final SourceCodeAnalysis analysis;

    private final Function<String, Optional<String>> waits;

    /** With what a declaration that cannot be used yet waits for, by its name. */
    Hints(SourceCodeAnalysis analysis, Function<String, Optional<String>> waits) {
        this.analysis = analysis;
        this.waits = waits;
    }

    /** The problems of a snippet, each with what was probably meant. */
    List<Outcome.Problem> advised(String source, List<Outcome.Problem> problems) {
        return problems.stream().map(p -> about(source, p)).toList();
    }

    /** A problem with a name is about that name, not about all that stands before its dot. */
    private Outcome.Problem about(String source, Outcome.Problem problem) {
        Matcher unknown = UNKNOWN.matcher(problem.message());
        Matcher missing = NO_PACKAGE.matcher(problem.message());
        if (missing.matches() && problem.start() >= 0) {
            return aboutPackage(source, missing.group(1), problem);
        }
        if (!unknown.matches() || problem.start() < 0) {
            String advice = Slips.advice(source, problem);
            return new Outcome.Problem(problem.message(), problem.start(), problem.end(), advice);
        }
        String name = unknown.group(2);
        int at = position(source, name, problem.start(), problem.end());
        return at < 0
                ? problem
                : new Outcome.Problem(
                        problem.message(), at, at + name.length(), advice(source, unknown.group(1), name, at));
    }

    /** {@code sytem.out} is a package to the compiler, and a slip to everyone else. */
    private Outcome.Problem aboutPackage(String source, String name, Outcome.Problem problem) {
        int at = problem.start();
        if (!name.contains(".")) {
            boolean there = source.startsWith(name, at);
            List<String> imports = there ? imports(source, at + name.length()) : List.of();
            String near = nearest(source.substring(0, at), "class", name)
                    .map(n -> "did you mean " + n + "?")
                    .orElse("");
            String advice = near.isEmpty() && !imports.isEmpty() ? "import " + imports.get(0) + ";" : near;
            String message = advice.isEmpty() ? problem.message() : "cannot find symbol: variable " + name;
            return new Outcome.Problem(message, at, there ? at + name.length() : problem.end(), advice);
        }
        String known = "";
        for (String part : name.split("[.]")) {
            String before = "import " + known;
            List<String> parts = analysis.completionSuggestions(before, before.length(), new int[1]).stream()
                    .map(SourceCodeAnalysis.Suggestion::continuation)
                    .filter(c -> c.endsWith("."))
                    .map(c -> c.substring(0, c.length() - 1))
                    .toList();
            if (!parts.contains(part)) {
                String begin = known;
                return new Outcome.Problem(
                        problem.message(),
                        at,
                        problem.end(),
                        parts.stream()
                                .filter(p -> Nearest.edits(p, part) <= Math.max(1, part.length() / 3))
                                .min(Comparator.comparingInt((String p) -> Nearest.edits(p, part))
                                        .thenComparing(Comparator.naturalOrder()))
                                .map(p -> "did you mean " + begin + p + "?")
                                .orElse("%maven or %jars first, if a library has it"));
            }
            known += part + ".";
        }
        return problem;
    }

    private String advice(String source, String kind, String name, int at) {
        Optional<String> needed = waits.apply(name);
        if (needed.isPresent()) {
            return "a cell that declares " + needed.get() + ": " + name + " waits for it";
        }
        Optional<String> near =
                Optional.ofNullable(Slips.foreign(name)).or(() -> nearest(source.substring(0, at), kind, name));
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

    /** A method for a method, a class or a variable for such; and {@code length} for {@code length()} where only that is. */
    private Optional<String> nearest(String before, String kind, String name) {
        List<String> there = analysis.completionSuggestions(before, before.length(), new int[1]).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .filter(c -> !c.contains("$JShell$") && !c.endsWith("."))
                .map(c -> c.replaceFirst("[(].*", "()"))
                .distinct()
                .toList();
        boolean calls = kind.equals("method");
        if (there.contains(calls ? name : name + "()")) {
            return Optional.of(calls ? name + ", without ()" : name + "()");
        }
        for (String other : Slips.others(name)) {
            if (there.contains(other)) {
                return Optional.of(!calls ? other : other.endsWith(")") ? bare(other) : other + ", without ()");
            }
        }
        if (calls && there.contains("stream()") && Slips.isOfStreams(name)) {
            return Optional.of("stream()." + name);
        }
        boolean made = kind.equals("class") && before.matches("(?s).*\\bnew\\s+"); // such are listed as constructors
        String low = name.toLowerCase(Locale.ROOT);
        int most = name.length() == 1 ? 0 : Math.max(1, name.length() / 3);
        return there.stream()
                .filter(n -> kind.equals("variable") || made || n.endsWith("()") == calls)
                .filter(n -> !bare(n).equals(name) && Nearest.edits(low, lower(n)) <= most)
                .filter(n -> name.length() > SHORT || low.charAt(0) == lower(n).charAt(0))
                .min(Comparator.comparingInt((String n) -> Nearest.edits(low, lower(n)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(n -> calls || made ? bare(n) : n);
    }

    private static String bare(String name) {
        return name.replace("()", "");
    }

    private static String lower(String name) {
        return bare(name).toLowerCase(Locale.ROOT);
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
