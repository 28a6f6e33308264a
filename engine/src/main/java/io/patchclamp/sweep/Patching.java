package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Activations;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Patch;
import io.patchclamp.edit.TokenChoice;
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
import io.patchclamp.trial.Trials;

/**
 * Activation patching: the clean text's activations are put into the run of the corrupt text, one cell of a grid at a
 * time, and the metric shows which of them carry the difference (Meng et al. 2022; Wang et al. 2022; "denoising" in
 * Heimersheim and Nanda 2024). Immutable.
 *
 * <p>Cost: one pass for each clean and corrupt text, and for each cell one over the layers and tokens from the patch on,
 * many side by side.
 */
public final class Patching {
    /** What the second axis of the grid is. */
    public enum By {
        /** Each position by itself. */
        TOKEN,
        /** Each head by itself, at all positions. */
        HEAD,
        /** Nothing: the whole site, at all positions. */
        NOTHING
    }

    private final Model model;
    private final Selection where;
    private final By by;
    private final Metric metric;
    private final boolean atEvent;
    private final Progress progress;

    private Patching(Model model, Selection where, By by, Metric metric, boolean atEvent, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.where = Objects.requireNonNull(where, "where");
        this.by = Objects.requireNonNull(by, "by");
        this.metric = Objects.requireNonNull(metric, "metric");
        this.atEvent = atEvent;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Patching of one site in every layer, token by token.
     *
     * @param model who is patched
     * @param where sites, one a row of the grid, such as {@code L*.resid_pre}; all of one kind
     * @param metric what is measured
     * @return the patching
     */
    public static Patching on(Model model, Selection where, Metric metric) {
        return new Patching(model, where, By.TOKEN, metric, false, Progress.SILENT);
    }

    /**
     * What the second axis of the grid is.
     *
     * @param by tokens, heads or nothing
     * @return a changed copy
     */
    public Patching by(By by) {
        return new Patching(model, where, by, metric, atEvent, progress);
    }

    /**
     * Where the metric is read.
     *
     * @param atEvent after the last token of each trial's event, and not of its prompt
     * @return a changed copy
     */
    public Patching readAtEvent(boolean atEvent) {
        return new Patching(model, where, by, metric, atEvent, progress);
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts cells times trials
     * @return a changed copy
     */
    public Patching progress(Progress progress) {
        return new Patching(model, where, by, metric, atEvent, progress);
    }

    /**
     * Patches.
     *
     * @param trials pairs: the prompt is the corrupt text, the column {@code clean} the clean one, as a table with the
     *     columns {@code clean} and {@code corrupt} is read
     * @return the grid
     * @throws PatchclampException if a pair lacks its clean text, the two have unequal numbers of tokens, or sites are of
     *     several kinds
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public PatchGrid run(Trials trials) {
        Trials clean = Pairs.clean(trials);
        List<Tokens> prompts = Prompts.all(model, trials);
        List<Tokens> cleanPrompts = Prompts.all(model, clean);
        Pairs.check(prompts, cleanPrompts);
        checkLengths(prompts);
        checkSites();
        Activations source = Recorder.on(model).at(where).reference(clean);
        List<String> columns = columns(prompts);
        List<Cell> cells = cells(source, columns.size(), prompts.get(0).count());
        CellRuns runs = new CellRuns(model, metric, atEvent, progress);
        CellRuns.Result result = runs.run(trials, prompts, cells);
        double[] cleanMetric = new CellRuns(model, metric, atEvent, Progress.SILENT)
                .run(clean, cleanPrompts, List.of())
                .baseline();
        return grid(trials, columns, cells, result, cleanMetric);
    }

    private void checkLengths(List<Tokens> corrupt) {
        for (int i = 0; by == By.TOKEN && i < corrupt.size(); i++) {
            if (corrupt.get(i).count() != corrupt.get(0).count()) {
                throw new PatchclampException(
                        "The grid has one column a token, and pair 1 has "
                                + corrupt.get(0).count() + " tokens, pair " + (i + 1) + " has "
                                + corrupt.get(i).count() + ".",
                        "pairs of one length, one cell for each length, or --by layer,head");
            }
        }
    }

    private void checkSites() {
        List<String> kinds = where.electrodes().stream()
                .map(e -> e.site().point().shortName())
                .distinct()
                .toList();
        if (kinds.size() > 1) {
            throw new PatchclampException(
                    "A grid has one kind of site, and '" + where.selector() + "' names " + String.join(", ", kinds)
                            + ".",
                    "one grid for each");
        }
        if (by == By.HEAD && !where.electrodes().stream().allMatch(e -> e.site().hasHeads())) {
            throw new PatchclampException(
                    "'" + kinds.get(0) + "' has no heads to be patched one at a time.",
                    "--at attn.z (or q, k, v, pattern) --by layer,head; or --by layer,token");
        }
        if (by == By.TOKEN && where.electrodes().get(0).site().point().isAttention()) {
            throw new PatchclampException(
                    "'" + kinds.get(0) + "' goes from each token to each other.", "--by layer,head there");
        }
    }

    private List<String> columns(List<Tokens> prompts) {
        return switch (by) {
            case TOKEN -> prompts.get(0).visible();
            case HEAD ->
                IntStream.range(0, where.electrodes().get(0).site().units())
                        .mapToObj(Integer::toString)
                        .toList();
            case NOTHING -> List.of("all");
        };
    }

    private List<Cell> cells(Activations source, int columns, int tokens) {
        List<Cell> cells = new ArrayList<>();
        for (Electrode electrode : where.electrodes()) {
            String site = electrode.site().name();
            int layer = electrode.site().layer();
            for (int i = 0; i < columns; i++) {
                Electrode one = by == By.HEAD ? electrode.only(i) : electrode;
                String name = by == By.HEAD ? site + "[" + i + "]" : site;
                Edit edit = Patch.from(new Selection(name, List.of(one)), source);
                if (by == By.TOKEN) {
                    edit = edit.at(new TokenChoice.Positions(i, i));
                    name = site + " @" + i;
                }
                cells.add(new Cell(name, layer, by == By.HEAD ? i : -1, by == By.TOKEN ? i : -1, List.of(edit)));
            }
        }
        return cells;
    }

    private PatchGrid grid(
            Trials trials, List<String> columns, List<Cell> cells, CellRuns.Result result, double[] clean) {
        int rows = where.electrodes().size();
        int count = trials.count();
        float[] mean = new float[cells.size()];
        float[] each = new float[count * cells.size()];
        for (int c = 0; c < cells.size(); c++) {
            double sum = 0;
            for (int t = 0; t < count; t++) {
                double effect = result.values()[c][t] - result.baseline()[t];
                each[t * cells.size() + c] = (float) effect;
                sum += effect;
            }
            mean[c] = (float) (sum / count);
        }
        List<String> axes =
                switch (by) {
                    case TOKEN -> List.of("layer", "token");
                    case HEAD -> List.of("layer", "head");
                    case NOTHING -> List.of("layer");
                };
        int[] shape = by == By.NOTHING ? new int[] {rows} : new int[] {rows, columns.size()};
        int[] shapes = by == By.NOTHING ? new int[] {count, rows} : new int[] {count, rows, columns.size()};
        List<String> axesEach = new ArrayList<>(axes);
        axesEach.add(0, "trial");
        Provenance made = model.provenance()
                .with("selector", where.selector())
                .with("by", by.name().toLowerCase(Locale.ROOT))
                .with("metric", metric.toString());
        return new PatchGrid(
                made,
                metric,
                trials,
                where.electrodes().get(0).site().point().shortName(),
                columns,
                cells,
                CellArrays.trialAxis(clean),
                CellArrays.trialAxis(result.baseline()),
                NamedArray.of(axes, shape, mean),
                NamedArray.of(axesEach, shapes, each),
                result.warnings());
    }
}
