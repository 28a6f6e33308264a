package io.patchclamp.kernel;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.cell.Unit;
import io.patchclamp.kernel.display.Notebook;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.ProgressDisplay;
import io.patchclamp.kernel.display.Streams;
import io.patchclamp.kernel.display.Values;
import io.patchclamp.kernel.everyday.Told;
import io.patchclamp.kernel.report.ErrorReport;
import io.patchclamp.kernel.session.CellRun;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Outcome;
import io.patchclamp.kernel.session.Piece;
import io.patchclamp.kernel.session.Place;
import io.patchclamp.magic.Magics;
import io.patchclamp.view.Bundle;

/** Runs cells, one at a time. User code, magics and views run on the cell's thread; compiling is done by the caller's. */
final class CellRunner {
    private static final Outcome.Rejected UNCLOSED = new Outcome.Rejected(
            new Piece("/*", 0, Piece.Form.INVALID), List.of(new Outcome.Problem("unclosed comment", 0, 2)));

    private final JavaSession java;
    private final Magics magics;
    private final NotebookSession session;
    private final Generator generator;
    private final Interrupts interrupts;

    CellRunner(JavaSession java, Magics magics, NotebookSession session, Interrupts interrupts) {
        this.java = java;
        this.magics = magics;
        this.session = session;
        this.interrupts = interrupts;
        this.generator = new Generator(magics, session);
    }

    /**
     * What came of a cell.
     *
     * @param error why it ended early; empty if it did not
     * @param result the value of the cell; empty if it has none
     */
    record Result(Optional<ErrorReport> error, Optional<Bundle> result) {}

    Result run(String code, int count, Outlet outlet) {
        Streams.fill();
        Streams.forgetInput();
        ProgressDisplay progress = new ProgressDisplay(outlet);
        session.progress(progress);
        outlet.progress(progress);
        try (CellRun run = java.begin(outlet::enter)) {
            interrupts.attach(run);
            Result result = new OneCell(run, outlet, new Place(count, code.replace("\r\n", "\n"), 0)).run();
            for (String stream : Streams.restore()) {
                outlet.note("Note: " + stream + " is the notebook's again: another one lasts until its cell ends.\n");
            }
            return result;
        } finally {
            progress.end();
            outlet.end();
        }
    }

    /** One run of one cell. */
    private final class OneCell {
        private final CellRun run;
        private final Outlet outlet;
        private final Place cell;
        private final Set<String> loading = new HashSet<>();
        private final Set<Step> declared = Collections.newSetFromMap(new IdentityHashMap<>());
        private Ahead ahead;
        private Optional<Bundle> result = Optional.empty();
        private Place at;
        private long began;

        OneCell(CellRun run, Outlet outlet, Place cell) {
            this.run = run;
            this.outlet = outlet;
            this.cell = cell;
            this.at = cell;
            this.ahead = new Ahead(java, List.of(), declared);
        }

        Result run() {
            Optional<ErrorReport> error;
            try {
                error = all();
            } catch (RuntimeException | Error e) { // user code's own are caught where it runs; this is javac's
                error = Optional.of(ErrorReport.ofMagic(CompilerException.of(e), at));
            }
            if (run.isStopping()) {
                error = Optional.of(ErrorReport.interrupted(at));
            }
            return new Result(error, error.isPresent() ? Optional.empty() : result);
        }

        private Optional<ErrorReport> all() {
            List<String> waitingBefore = java.waiting();
            List<String> brokenBefore = java.broken();
            Optional<ErrorReport> error = steps(cell, true);
            if (error.isEmpty() && !run.isStopping()) {
                java.waiting().stream().filter(w -> !waitingBefore.contains(w)).forEach(this::note);
            }
            java.broken().stream().filter(b -> !brokenBefore.contains(b)).forEach(this::note);
            for (String name : java.emptied()) {
                note(name + " is null now: what its type needs was declared again");
            }
            return error;
        }

        private Optional<ErrorReport> steps(Place from, boolean showsLast) {
            List<Step> steps = Steps.of(from, java, magics, generator);
            Step broken = Steps.broken(steps);
            if (broken != null) {
                return step(broken, false);
            }
            int last = steps.size() - 1;
            while (last >= 0 && steps.get(last) instanceof Step.End) {
                last--;
            }
            for (int i = 0; i < steps.size(); i++) {
                ahead = new Ahead(java, steps.subList(i + 1, steps.size()), declared);
                Optional<ErrorReport> error =
                        declared.contains(steps.get(i)) ? Optional.empty() : step(steps.get(i), showsLast && i == last);
                if (error.isPresent() || run.isStopping()) {
                    return error;
                }
            }
            return Optional.empty();
        }

        /** Files that load each other end somewhere. */
        private Optional<ErrorReport> load(Step.Load load, boolean last) {
            if (loading.contains(load.file())) {
                throw new PatchclampException(
                        "The file '" + load.file() + "' loads itself.", "take its own %load out of it");
            }
            List<Place> cells = LoadedFile.cells(load.file(), session.directory(), cell.cell());
            loading.add(load.file());
            try {
                for (int i = 0; i < cells.size(); i++) {
                    Optional<ErrorReport> error = steps(cells.get(i), last && i == cells.size() - 1);
                    if (error.isPresent() || run.isStopping()) {
                        return error;
                    }
                }
                return Optional.empty();
            } finally {
                loading.remove(load.file());
            }
        }

        private Optional<ErrorReport> step(Step step, boolean last) {
            if (step instanceof Step.Java snippet) {
                at = snippet.place();
                return java(snippet.piece(), snippet.place(), last);
            }
            if (step instanceof Step.Magic magic) {
                at = magic.place();
                return magic(magic.unit(), magic.place(), last);
            }
            if (step instanceof Step.Load load) {
                at = load.place();
                try {
                    return load(load, last);
                } catch (PatchclampException e) {
                    return Optional.of(ErrorReport.ofMagic(e, load.place()));
                }
            }
            if (step instanceof Step.Begin) {
                began = run.nanos();
            } else {
                double seconds = (run.nanos() - began) / 1e9;
                String text = seconds < 1
                        ? String.format(Locale.ROOT, "Took %.1f ms", seconds * 1e3)
                        : String.format(Locale.ROOT, "Took %.2f s", seconds);
                outlet.display(new Bundle(Map.of("text/plain", text), Map.of()), null);
            }
            return Optional.empty();
        }

        private Optional<ErrorReport> java(Piece piece, Place place, boolean last) {
            Streams.fill();
            ahead.before(piece);
            Outcome outcome = ahead.instead(java.run(piece, place), () -> java.run(piece, place));
            if (outcome instanceof Outcome.Rejected rejected) {
                return Optional.of(ErrorReport.of(rejected, place));
            }
            if (outcome instanceof Outcome.Threw threw) {
                return told(threw.thrown(), () -> ErrorReport.of(threw));
            }
            boolean shows = outcome instanceof Outcome.Value value && last && !isStream(value.value());
            return shows ? show(((Outcome.Value) outcome).value(), place, true) : Optional.empty();
        }

        /** {@code printf} gives back the stream it prints to: nobody wants to see that. */
        private boolean isStream(Object value) {
            return value == System.out || value == System.err;
        }

        private Optional<ErrorReport> magic(Unit unit, Place place, boolean last) {
            if (unit instanceof Unit.Unclosed) {
                return Optional.of(ErrorReport.of(UNCLOSED, place));
            }
            try {
                Object value = run.call(() -> MagicUnits.run(unit, magics, session));
                Optional<String> name = MagicUnits.variable(unit, magics);
                if (name.isPresent()) {
                    String source = generator.declaration(MagicUnits.name(unit), name.get(), value);
                    Optional<ErrorReport> error = java(new Piece(source, 0, Piece.Form.COMPLETE), place, false);
                    if (error.isPresent()) {
                        return error;
                    }
                }
                return value == null || value instanceof Told ? Optional.empty() : show(value, place, last);
            } catch (Throwable e) { // a magic may throw what it likes; the kernel lives
                return told(e, () -> ErrorReport.ofMagic(e, place));
            }
        }

        private Optional<ErrorReport> show(Object value, Place place, boolean last) {
            try {
                Bundle bundle = run.call(() -> Values.bundle(value));
                if (last) {
                    if (value != null) {
                        Notebook.Out.put(cell.cell(), value);
                    }
                    result = Optional.of(bundle);
                } else {
                    outlet.display(bundle, null);
                }
                return Optional.empty();
            } catch (Throwable e) { // a view that runs out of memory, say
                return told(e, () -> ErrorReport.ofShowing(java.threw(e), place));
            }
        }

        /** Messages of errors are user code: they are asked for on the cell's thread, where they can be stopped. */
        private Optional<ErrorReport> told(Throwable thrown, Callable<ErrorReport> report) {
            try {
                return Optional.of(run.call(report));
            } catch (Throwable worse) {
                return Optional.of(ErrorReport.mute(thrown, at));
            }
        }

        private void note(String waiting) {
            outlet.note("Note: " + waiting + ".\n");
        }
    }
}
