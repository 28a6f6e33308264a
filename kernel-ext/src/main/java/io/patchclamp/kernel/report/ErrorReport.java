package io.patchclamp.kernel.report;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.session.Outcome;
import io.patchclamp.kernel.session.Place;

/**
 * An error, ready to send.
 *
 * @param name the class of what was thrown, without its package
 * @param value its message
 * @param lines what the user reads: at most {@value #MAX_LINES}, each a single line
 */
public record ErrorReport(String name, String value, List<String> lines) {
    /** No report is longer than this. */
    public static final int MAX_LINES = 40;

    private static final int FRAMES_OF_ANOTHER_THREAD = 3; // its way into the cell is the only one there is

    public ErrorReport {
        lines = List.copyOf(lines);
    }

    /**
     * What user code threw.
     *
     * @param threw what and where
     * @return the report
     */
    public static ErrorReport of(Outcome.Threw threw) {
        Throwable thrown = threw.thrown();
        List<String> lines = new ArrayList<>(Headline.of(thrown));
        Headline.advice(thrown).ifPresent(lines::add);
        lines.addAll(
                thrown instanceof PatchclampException
                        ? TraceLines.user(threw.trace(), 1)
                        : TraceLines.all(threw.trace()));
        if (!(thrown instanceof PatchclampException)) {
            boolean placed = threw.trace().stream().anyMatch(frame -> frame.place() != null);
            int frames = placed ? 1 : FRAMES_OF_ANOTHER_THREAD;
            threw.cause().ifPresent(cause -> causes(thrown, cause, frames, lines));
            Headline.suppressed(thrown, lines);
        }
        return report(thrown, lines);
    }

    private static void causes(Throwable of, Outcome.Threw cause, int frames, List<String> lines) {
        int between = Headline.between(of, cause.thrown());
        if (between > 0) {
            lines.add("… " + between + " more causes between");
        }
        lines.add("Caused by " + String.join("\n", Headline.of(cause.thrown())));
        lines.addAll(TraceLines.user(cause.trace(), frames));
        cause.cause().ifPresent(below -> causes(cause.thrown(), below, frames, lines));
    }

    /**
     * What a magic threw.
     *
     * @param thrown what it threw
     * @param place the line of the magic
     * @return the report; with a few frames if it is no error that Patchclamp raises on purpose
     */
    public static ErrorReport ofMagic(Throwable thrown, Place place) {
        List<String> lines = new ArrayList<>(Headline.of(thrown));
        lines.addAll(Excerpt.marked(place, place.line(), ""));
        if (!(thrown instanceof PatchclampException)) {
            TraceLines.outsideCells(thrown.getStackTrace()).forEach(lines::add);
            Headline.causes(thrown, lines);
            Headline.suppressed(thrown, lines);
        }
        return report(thrown, lines);
    }

    /**
     * What a value threw that was to be shown.
     *
     * @param threw what, and where if it was in code of a cell
     * @param place what stands in the cell for the value
     * @return the report
     */
    public static ErrorReport ofShowing(Outcome.Threw threw, Place place) {
        boolean ofCell = threw.trace().stream().anyMatch(f -> f.place() != null);
        return ofCell ? of(threw) : ofMagic(threw.thrown(), place);
    }

    /**
     * What a handler threw that runs for no cell.
     *
     * @param thrown what it threw
     * @return the report, without a place
     */
    public static ErrorReport ofHandler(Throwable thrown) {
        List<String> lines = new ArrayList<>(Headline.of(thrown));
        Headline.causes(thrown, lines);
        return report(thrown, lines);
    }

    /**
     * Something that does not even say what it is: its own methods fail, or never return.
     *
     * @param thrown what was thrown
     * @param place where
     * @return its class and the place
     */
    public static ErrorReport mute(Throwable thrown, Place place) {
        String message = "[it does not tell its message]";
        List<String> lines = new ArrayList<>(Headline.named(thrown.getClass().getName(), message));
        lines.addAll(Excerpt.marked(place, place.line(), ""));
        return new ErrorReport(simpleName(thrown), message, lines);
    }

    private static ErrorReport report(Throwable thrown, List<String> lines) {
        return new ErrorReport(simpleName(thrown), Headline.message(thrown), capped(lines));
    }

    /**
     * What the compiler refused.
     *
     * @param rejected what and why
     * @param place where the snippet stands
     * @return the report, with a caret under what it is about
     */
    public static ErrorReport of(Outcome.Rejected rejected, Place place) {
        List<String> lines = new ArrayList<>();
        String first = "";
        for (Outcome.Problem problem : rejected.problems()) {
            String message = Diagnosis.tidy(problem.message());
            if (first.isEmpty()) {
                first = message;
                lines.addAll(Headline.named("CompileError", message));
            } else {
                lines.add("");
                lines.addAll(message.lines().toList());
            }
            lines.addAll(Diagnosis.excerpt(rejected.piece().source(), problem, place));
            if (!problem.advice().isEmpty()) {
                lines.add("Try: " + problem.advice());
            }
        }
        return new ErrorReport("CompileError", first.isEmpty() ? "this is no Java" : first, capped(lines));
    }

    /**
     * The cell was interrupted.
     *
     * @param place where the snippet or magic begins that was running
     * @return the report
     */
    public static ErrorReport interrupted(Place place) {
        String message = "the cell was interrupted; variables are as they were left";
        List<String> lines = new ArrayList<>(Headline.named("KeyboardInterrupt", message));
        lines.addAll(Excerpt.marked(place, place.line(), ""));
        return new ErrorReport("KeyboardInterrupt", message, lines);
    }

    private static List<String> capped(List<String> lines) {
        List<String> single = lines.stream().flatMap(String::lines).toList();
        if (single.size() <= MAX_LINES) {
            return single;
        }
        List<String> cut = new ArrayList<>(single.subList(0, MAX_LINES - 1));
        cut.add("… " + (single.size() - MAX_LINES + 1) + " more lines");
        return cut;
    }

    static String simpleName(Throwable thrown) {
        Class<?> type = thrown.getClass();
        return type.isAnonymousClass() ? type.getSuperclass().getSimpleName() : type.getSimpleName();
    }
}
