package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Edit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Prompts;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recorder;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Removes units and measures what that does: all of a selection together, or each of its sites, heads or units by
 * itself. Immutable.
 *
 * <p>Cost: one pass a trial, and for each cell and trial one pass over the layers from the lesion on, many cells side by
 * side. The metric is read after the prompt's last token.
 */
public final class Lesions {
    /** What is removed one at a time. */
    public enum Each {
        /** Everything together: one cell. */
        ALL,
        /** Each site. */
        SITE,
        /** Each head of {@code attn.*} sites. */
        HEAD,
        /** Each unit: a neuron, a dimension, a head. */
        UNIT
    }

    private record Settings(
            Each each, Ablate.Mode mode, Optional<Activations> reference, long seed, Metric metric, boolean atEvent) {}

    /** So many cells are named below a sweep, but of few no more than a quarter. */
    private static final int NAMED = 15;

    private final Model model;
    private final List<Selection> wheres;
    private final Settings settings;
    private final Progress progress;

    private Lesions(Model model, List<Selection> wheres, Settings settings, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.wheres = List.copyOf(wheres);
        this.settings = settings;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A lesion of everything a selection names, to zero, measured by {@code kl}.
     *
     * @param model who is lesioned
     * @param where what is removed
     * @return the lesion
     */
    public static Lesions on(Model model, Selection where) {
        return onEach(model, List.of(where));
    }

    /**
     * A lesion of each of several selections by itself, to zero, measured by {@code kl}: each is a cell, or as many as
     * {@link #each} makes of it.
     *
     * @param model who is lesioned
     * @param wheres what is removed, one selection at a time; at least one
     * @return the lesions
     */
    public static Lesions onEach(Model model, List<Selection> wheres) {
        if (wheres.isEmpty()) {
            throw new IllegalArgumentException("no selections");
        }
        return new Lesions(
                model,
                wheres,
                new Settings(Each.ALL, Ablate.Mode.ZERO, Optional.empty(), 0, Metric.parse("kl"), false),
                Progress.SILENT);
    }

    /**
     * What is removed one at a time.
     *
     * @param each of what
     * @return a changed copy
     */
    public Lesions each(Each each) {
        return with(new Settings(
                each, settings.mode, settings.reference, settings.seed, settings.metric, settings.atEvent));
    }

    /**
     * What is put in its place.
     *
     * @param mode zero, a mean, or another trial's
     * @param reference over which activations; the given trials, unedited, if none
     * @param seed what makes drawing reproducible
     * @return a changed copy
     */
    public Lesions mode(Ablate.Mode mode, Optional<Activations> reference, long seed) {
        return with(new Settings(settings.each, mode, reference, seed, settings.metric, settings.atEvent));
    }

    /**
     * What is measured.
     *
     * @param metric over the next-token distribution
     * @return a changed copy
     */
    public Lesions metric(Metric metric) {
        return with(new Settings(
                settings.each, settings.mode, settings.reference, settings.seed, metric, settings.atEvent));
    }

    /**
     * Where it is measured.
     *
     * @param atEvent after the last token of each trial's event, and not of its prompt
     * @return a changed copy
     */
    public Lesions readAtEvent(boolean atEvent) {
        return with(new Settings(
                settings.each, settings.mode, settings.reference, settings.seed, settings.metric, atEvent));
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts cells times trials
     * @return a changed copy
     */
    public Lesions progress(Progress progress) {
        return new Lesions(model, wheres, settings, progress);
    }

    private Lesions with(Settings changed) {
        return new Lesions(model, wheres, changed, progress);
    }

    /**
     * Measures.
     *
     * @param trials the stimuli
     * @return one effect a cell and trial
     * @throws PatchclampException if a prompt is empty or does not fit, the metric names no token, or a site has no heads
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public LesionEffect run(Trials trials) {
        List<Tokens> prompts = Prompts.all(model, trials);
        Ablate ablate = new Ablate(settings.mode, reference(trials), settings.seed);
        List<Cell> cells = cells(ablate);
        CellRuns.Result result =
                new CellRuns(model, settings.metric, settings.atEvent, progress).run(trials, prompts, cells);
        float[] effect = new float[cells.size() * trials.count()];
        for (int c = 0; c < cells.size(); c++) {
            for (int t = 0; t < trials.count(); t++) {
                effect[c * trials.count() + t] = (float) (result.values()[c][t] - result.baseline()[t]);
            }
        }
        Ledger.of(model).measured(settings.metric.toString(), Selection.union(wheres), trials);
        Provenance made = model.provenance()
                .with("selector", wheres.stream().map(Selection::selector).collect(Collectors.joining(" | ")))
                .with("lesion", settings.mode.word())
                .with("each", settings.each.name().toLowerCase(Locale.ROOT))
                .with("metric", settings.metric.toString());
        if (wheres.stream().anyMatch(w -> reused(w, trials))) {
            made = made.with(Reuse.STAMP, "tested on stimuli the units were chosen by");
        }
        LesionEffect swept = new LesionEffect(
                made,
                settings.metric,
                trials,
                cells,
                CellArrays.trialAxis(result.baseline()),
                NamedArray.of(List.of("cell", "trial"), new int[] {cells.size(), trials.count()}, effect),
                result.warnings());
        if (settings.each != Each.ALL) {
            picked(swept);
        }
        return swept;
    }

    /** What a sweep's table names is there to be typed, and was chosen by these trials. */
    private void picked(LesionEffect swept) {
        List<Electrode> electrodes = IntStream.range(0, swept.cells().size())
                .filter(c -> Math.abs(swept.mean(c)) > LesionEffect.ROUND_OFF)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -Math.abs(swept.mean(c))))
                .limit(Math.min(NAMED, swept.cells().size() / 4))
                .flatMap(c -> swept.cells().get(c).edits().stream())
                .flatMap(e -> e.where().electrodes().stream())
                .toList();
        if (!electrodes.isEmpty()) {
            Ledger.swept(
                    model.provenance(),
                    new Selection("the largest of a sweep", electrodes),
                    swept.cells().size(),
                    swept.trials().items());
        }
    }

    private boolean reused(Selection where, Trials trials) {
        return Reuse.of(where.selector(), Ledger.of(model).chosenBy(model.provenance(), where), trials)
                .any();
    }

    /** Many cells share one reference: what is measured once is not measured for each. */
    private Optional<Activations> reference(Trials trials) {
        boolean needed = settings.mode != Ablate.Mode.ZERO && settings.reference.isEmpty();
        return needed
                ? Optional.of(new OwnTrials(
                        Recorder.on(model).at(Selection.union(wheres)).reference(trials)))
                : settings.reference;
    }

    private List<Cell> cells(Ablate ablate) {
        if (settings.each == Each.ALL) {
            return wheres.stream()
                    .map(where -> new Cell(where.selector(), -1, -1, -1, List.of(Edit.of(where, ablate))))
                    .toList();
        }
        List<Cell> cells = new ArrayList<>();
        for (Electrode electrode :
                wheres.stream().flatMap(w -> w.electrodes().stream()).toList()) {
            if (settings.each == Each.SITE) {
                cells.add(cell(electrode, electrode.site().name(), -1, ablate));
                continue;
            }
            if (settings.each == Each.HEAD && !electrode.site().hasHeads()) {
                throw new PatchclampException(
                        "'" + electrode.site().name() + "' has no heads to be removed one at a time.",
                        "--each unit, or attn.z, where each unit is a head");
            }
            List<Integer> units = electrode.units().isEmpty()
                    ? IntStream.range(0, electrode.site().units()).boxed().toList()
                    : electrode.units();
            for (int unit : units) {
                Electrode one = electrode.only(unit);
                cells.add(cell(one, electrode.site().name() + "[" + unit + "]", unit, ablate));
            }
        }
        return cells;
    }

    private static Cell cell(Electrode electrode, String name, int unit, Ablate ablate) {
        Selection one = new Selection(name, List.of(electrode));
        return new Cell(name, electrode.site().layer(), unit, -1, List.of(Edit.of(one, ablate)));
    }
}
