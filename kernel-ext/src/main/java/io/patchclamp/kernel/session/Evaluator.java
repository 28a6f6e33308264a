package io.patchclamp.kernel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/** Runs snippets, a second time where the first was refused for a reason that can be helped, and tells what came of it. */
final class Evaluator {
    private final JShell shell;
    private final CellControl control;
    private final Variables variables;
    private final Declarations declarations;
    private final Ambiguities ambiguities;
    private final Meanings meanings;
    private final Map<String, Place> places;
    private final Traces traces;
    private final List<Snippet> tooLarge = new ArrayList<>();
    private volatile boolean running;

    Evaluator(
            JShell shell,
            CellControl control,
            Variables variables,
            Declarations declarations,
            Ambiguities ambiguities,
            Meanings meanings,
            Map<String, Place> places) {
        this.shell = shell;
        this.control = control;
        this.variables = variables;
        this.declarations = declarations;
        this.ambiguities = ambiguities;
        this.meanings = meanings;
        this.places = places;
        traces = new Traces(places, new Wrapped(shell));
    }

    /** Whether a snippet runs now. */
    boolean isRunning() {
        return running;
    }

    /** Where in cells something was thrown that ended no snippet. */
    Outcome.Threw threw(Throwable thrown) {
        return traces.of(thrown);
    }

    Outcome run(Piece piece, Place place) {
        control.forget();
        Outcome outcome = runWhole(piece, place);
        tooLarge.forEach(declarations::forget);
        tooLarge.clear();
        return outcome;
    }

    private Outcome runWhole(Piece piece, Place place) {
        Optional<Outcome.Problem> clash = meanings.keep(piece.source(), declarations::packages);
        if (clash.isPresent()) {
            return new Outcome.Rejected(
                    piece,
                    clash.get().advice().isEmpty()
                            ? hints().advised(piece.source(), List.of(clash.get()))
                            : List.of(clash.get()));
        }
        Optional<Piece> apart = StarImport.of(piece.source())
                .filter(star -> declarations.waiting().isEmpty()) // else it may be what they wait for
                .map(star -> new Piece(star.apart(), piece.line(), piece.form()));
        if (apart.isPresent()) {
            List<SnippetEvent> events = evaluate(apart.get(), place);
            if (rejected(events).isEmpty()) {
                return outcome(piece, events);
            }
        }
        return runAsItIs(piece, place);
    }

    private Outcome runAsItIs(Piece piece, Place place) {
        List<SnippetEvent> events = evaluate(piece, place);
        Optional<String> clearer = rejected(events).flatMap(e -> ambiguities.importFor(declarations.problems(e)));
        if (clearer.isPresent()) {
            shell.eval(clearer.get());
            events = evaluate(piece, place);
        }
        Optional<String> mended =
                rejected(events).flatMap(e -> Records.mended(piece.source(), declarations.problems(e)));
        if (mended.isPresent()) {
            Piece second = new Piece(mended.get(), piece.line(), piece.form());
            List<SnippetEvent> again = evaluate(second, place);
            return rejected(again).isPresent() ? outcome(piece, events) : outcome(second, again);
        }
        return outcome(piece, events);
    }

    private List<SnippetEvent> evaluate(Piece piece, Place place) {
        traces.current(place);
        List<SnippetEvent> events;
        running = true;
        try {
            events = shell.eval(piece.source());
        } finally {
            running = false;
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                places.put(event.snippet().id(), place);
                if (declarations.isTooLarge(event.snippet())) {
                    tooLarge.add(event.snippet());
                }
            }
            variables.track(event);
        }
        control.release();
        return events;
    }

    private static Optional<SnippetEvent> rejected(List<SnippetEvent> events) {
        return events.stream()
                .filter(e -> e.causeSnippet() == null && e.status() == Status.REJECTED)
                .findFirst();
    }

    private Outcome outcome(Piece piece, List<SnippetEvent> events) {
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            Snippet snippet = event.snippet();
            boolean undefined = event.status() == Status.RECOVERABLE_NOT_DEFINED && snippet instanceof VarSnippet;
            if (event.status() == Status.REJECTED || undefined || tooLarge.contains(snippet)) {
                return new Outcome.Rejected(piece, hints().advised(piece.source(), declarations.problems(event)));
            }
            JShellException exception = event.exception();
            if (exception instanceof UnresolvedReferenceException unresolved) {
                return traces.of(declarations.missing(unresolved.getSnippet()), unresolved);
            }
            if (control.thrown() != null) {
                return traces.of(control.thrown(), exception);
            }
            if (exception != null) {
                return traces.of(exception, exception);
            }
            if (snippet instanceof ExpressionSnippet || Variables.isResult(snippet)) {
                return Declarations.isQuiet(piece, snippet) ? new Outcome.Silent() : new Outcome.Value(control.value());
            }
        }
        return new Outcome.Silent();
    }

    private Hints hints() {
        return new Hints(shell.sourceCodeAnalysis(), declarations::waitsFor);
    }
}
