package io.patchclamp.kernel.report;

import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.kernel.session.Outcome;
import io.patchclamp.kernel.session.Place;

/** The compiler's words, without what only makes sense inside JShell, and the text they are about. */
final class Diagnosis {
    private Diagnosis() {}

    /** {@code cannot find symbol: class Strin}, on one line where javac takes three. */
    static String tidy(String message) {
        List<String> parts = message.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("location:") || l.startsWith("location:") && names(l))
                .map(l -> l.replace("REPL.", "").replaceAll("\\$JShell\\$\\w+\\.?", ""))
                .map(l -> l.replace(" in class  ", " ")
                        .replace(" in method do_it$()", "")
                        .replaceAll("\\bjava\\.lang\\.(?=[A-Z])", ""))
                .collect(Collectors.toList());
        if (parts.size() > 1 && parts.get(1).startsWith("symbol:")) {
            String symbol = parts.remove(1).substring("symbol:".length()).strip();
            parts.set(0, parts.get(0) + ": " + symbol);
        }
        return String.join("\n", parts);
    }

    /** JShell's own wrapper class is no location for a user. */
    private static boolean names(String location) {
        return !location.equals("location: class") && !location.contains("$JShell$");
    }

    /** The lines a problem is about, with carets under it; {@code place} is where the snippet begins. */
    static List<String> excerpt(String source, Outcome.Problem problem, Place place) {
        if (problem.start() < 0) {
            return Excerpt.marked(place, place.line(), "");
        }
        int start = Math.min(problem.start(), source.length());
        int lineInSnippet =
                (int) source.substring(0, start).chars().filter(c -> c == '\n').count();
        int lineStart = source.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = source.indexOf('\n', lineStart) < 0 ? source.length() : source.indexOf('\n', lineStart);
        int length = Math.max(1, Math.min(problem.end(), lineEnd) - start);
        String[] cell = place.text().split("\n", -1);
        int at = Math.min(place.line() + lineInSnippet, cell.length - 1);
        List<String> lines = Excerpt.marked(place, at, "");
        String shown = source.substring(lineStart, lineEnd);
        if (shown.endsWith(";") && !cell[at].contains(shown)) { // where none was written
            shown = shown.substring(0, shown.length() - 1);
        }
        int offset = cell[at].indexOf(shown);
        int column = offset + start - lineStart;
        if (offset < 0 || column > 200) { // what a magic stands for, or far to the right
            return lines;
        }
        int above = Math.min(at, Excerpt.AROUND);
        String marks = " ".repeat("---->     | ".length() + column) + "^".repeat(Math.min(length, 120));
        lines.add(above + 2, marks); // below where it is, the lines above, and the line itself
        return lines;
    }
}
