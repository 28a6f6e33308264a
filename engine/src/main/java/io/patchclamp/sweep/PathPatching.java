package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Prompts;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/**
 * Path patching: what one part's change does to the metric by the straight way to given receivers, and by no other.
 * Immutable.
 *
 * <p>As in {@link Patching}, the clean text's numbers are put into the corrupt text's run; columns exchanged, the reverse.
 * The sender gets what it had in the clean run. In that run every attention and every MLP behind it is held at what it
 * gave in the corrupt run, so that its change goes on along the residual stream alone, norms included; the receivers
 * compute from that. What they held is then patched into a free corrupt run, where everything behind them follows, and
 * the metric is read. A receiver is a head's {@code attn.q}, {@code attn.k}, {@code attn.v} or {@code attn.z}, where it
 * looks ({@code attn.scores}, {@code attn.pattern}), what attention or MLP read ({@code ln1}, {@code ln2}) or give, a
 * stream, or {@code final_norm}: the direct effect on the logits. Of scores and patterns a token is a query.
 *
 * <p>With both held this is the direct path of Goldowsky-Dill et al. (2023, "Localizing model behavior with path
 * patching"), each edge by itself. Wang et al. (2022, "Interpretability in the wild", section 3.1) hold attention only and
 * let MLPs between sender and receiver compute: {@link Mlps#FREE}.
 *
 * <p>Shapes: one row a sender, heads one by one where a site has heads, else each site with the units chosen there; one
 * column a receiver, by the same rule, or one for all {@link #together}.
 *
 * <p>Cost, a pair: three passes; for each sender one over the layers from it to the last receiver; for each path one over
 * the layers from its receiver on. Both start at the first token that differs, many side by side.
 */
public final class PathPatching {
    /** What MLPs between sender and receiver do. */
    public enum Mlps {
        /** They give what they gave in the corrupt run: the direct path. */
        HELD,
        /** They compute from what they read: a path may lead through them. */
        FREE
    }

    /** How paths lead, and where they are read. */
    record Ways(TokenChoice from, TokenChoice to, Mlps mlps, boolean together, boolean atEvent) {}

    private final Model model;
    private final Selection senders;
    private final Selection receivers;
    private final Metric metric;
    private final Ways ways;
    private final Progress progress;

    private PathPatching(
            Model model, Selection senders, Selection receivers, Metric metric, Ways ways, Progress progress) {
        this.model = Objects.requireNonNull(model, "model");
        this.senders = Objects.requireNonNull(senders, "senders");
        this.receivers = Objects.requireNonNull(receivers, "receivers");
        this.metric = Objects.requireNonNull(metric, "metric");
        this.ways = ways;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Direct paths from each sender to each receiver, at all tokens, read after the last.
     *
     * @param model who is patched
     * @param senders such as {@code L*.attn.z}: each head by itself
     * @param receivers such as {@code L9.attn.q[6]}, or {@code final_norm} for the logits
     * @param metric what is measured
     * @return the patching
     */
    public static PathPatching on(Model model, Selection senders, Selection receivers, Metric metric) {
        TokenChoice all = new TokenChoice.All();
        return new PathPatching(
                model, senders, receivers, metric, new Ways(all, all, Mlps.HELD, false, false), Progress.SILENT);
    }

    /**
     * At which tokens paths begin and end.
     *
     * @param from where senders are patched
     * @param to where receivers are
     * @return a changed copy
     */
    public PathPatching tokens(TokenChoice from, TokenChoice to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        return with(new Ways(from, to, ways.mlps, ways.together, ways.atEvent));
    }

    /**
     * What MLPs between sender and receiver do.
     *
     * @param mlps held, or free to pass the change on
     * @return a changed copy
     */
    public PathPatching mlps(Mlps mlps) {
        Objects.requireNonNull(mlps, "mlps");
        return with(new Ways(ways.from, ways.to, mlps, ways.together, ways.atEvent));
    }

    /**
     * Whether all receivers receive at once.
     *
     * @param together true for one column, false for one a receiver
     * @return a changed copy
     */
    public PathPatching together(boolean together) {
        return with(new Ways(ways.from, ways.to, ways.mlps, together, ways.atEvent));
    }

    /**
     * Where the metric is read.
     *
     * @param atEvent after the last token of each trial's event, and not of its prompt
     * @return a changed copy
     */
    public PathPatching readAtEvent(boolean atEvent) {
        return with(new Ways(ways.from, ways.to, ways.mlps, ways.together, atEvent));
    }

    /**
     * Who hears how far it is.
     *
     * @param progress counts senders times trials
     * @return a changed copy
     */
    public PathPatching progress(Progress progress) {
        return new PathPatching(model, senders, receivers, metric, ways, progress);
    }

    private PathPatching with(Ways changed) {
        return new PathPatching(model, senders, receivers, metric, changed, progress);
    }

    /**
     * Patches.
     *
     * @param trials pairs: the prompt is the corrupt text, the column {@code clean} the clean one, as a table with the
     *     columns {@code clean} and {@code corrupt} is read
     * @return one effect a path
     * @throws PatchclampException if a pair lacks its clean text, the two have unequal numbers of tokens, no path leads
     *     from any sender to any receiver, or a choice of tokens holds at none
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public PathEffect run(Trials trials) {
        Trials clean = Pairs.clean(trials);
        List<Tokens> prompts = Prompts.all(model, trials);
        List<Tokens> cleanPrompts = Prompts.all(model, clean);
        Pairs.check(prompts, cleanPrompts);
        checkTokens("sender", ways.from, trials, prompts);
        checkTokens("receiver", ways.to, trials, prompts);
        List<PathEnd> from = PathEnd.of(senders, model);
        List<PathEnd> to = PathEnd.of(receivers, model);
        List<int[]> columns = columns(to.size());
        Readout readout = new Readout(model, metric, ways.atEvent, trials, prompts);
        PathRuns runs = new PathRuns(readout, from, to, columns, ways, progress);
        boolean[][] leads = leads(runs, from.size(), columns.size());
        int count = trials.count();
        double[] corrupt = new double[count];
        float[][][] effects = new float[count][from.size()][columns.size()];
        for (int t = 0; t < count; t++) {
            try (Trace trace = model.trace(prompts.get(t).toArray())) {
                corrupt[t] = readout.unedited(trace, t);
                double[][] values = runs.run(t, cleanPrompts.get(t), corrupt[t], trace);
                for (int s = 0; s < from.size(); s++) {
                    for (int c = 0; c < columns.size(); c++) {
                        effects[t][s][c] = leads[s][c] ? (float) (values[s][c] - corrupt[t]) : Float.NaN;
                    }
                }
            }
        }
        double[] cleanMetric = new CellRuns(model, metric, ways.atEvent, Progress.SILENT)
                .run(clean, cleanPrompts, List.of())
                .baseline();
        return effect(trials, from, to, cleanMetric, corrupt, effects);
    }

    private static void checkTokens(String end, TokenChoice choice, Trials trials, List<Tokens> prompts) {
        boolean none = IntStream.range(0, prompts.size()).allMatch(t -> choice.in(
                        prompts.get(t),
                        trials.items().get(t).event(),
                        prompts.get(t).count())
                .isEmpty());
        if (none) {
            throw new PatchclampException(
                    "'" + choice.describe() + "' chooses no token of any pair to patch a " + end + " at.",
                    "all, event, last, a position such as -1, 3..7, or /regex/");
        }
    }

    private List<int[]> columns(int count) {
        return ways.together
                ? List.of(IntStream.range(0, count).toArray())
                : IntStream.range(0, count).mapToObj(r -> new int[] {r}).toList();
    }

    private boolean[][] leads(PathRuns runs, int rows, int columns) {
        boolean[][] leads = new boolean[rows][columns];
        boolean any = false;
        for (int s = 0; s < rows; s++) {
            for (int c = 0; c < columns; c++) {
                leads[s][c] = runs.leads(s, c);
                any |= leads[s][c];
            }
        }
        if (!any) {
            throw new PatchclampException(
                    "No path leads from '" + senders.selector() + "' to '" + receivers.selector()
                            + "': what is sent can be read only further on in the residual stream.",
                    "receivers in later layers, or final_norm for the logits");
        }
        return leads;
    }

    private PathEffect effect(
            Trials trials,
            List<PathEnd> from,
            List<PathEnd> to,
            double[] clean,
            double[] corrupt,
            float[][][] effects) {
        List<PathEffect.End> rows = from.stream().map(PathPatching::end).toList();
        List<PathEffect.End> columns = ways.together
                ? List.of(new PathEffect.End(receivers.selector(), -1, -1))
                : to.stream().map(PathPatching::end).toList();
        int cells = rows.size() * columns.size();
        float[] mean = new float[cells];
        float[] each = new float[trials.count() * cells];
        List<String> idle = new ArrayList<>();
        int paths = 0;
        for (int i = 0; i < cells; i++) {
            int s = i / columns.size();
            int c = i % columns.size();
            double sum = 0;
            for (int t = 0; t < effects.length; t++) {
                each[t * cells + i] = effects[t][s][c];
                sum += effects[t][s][c];
            }
            mean[i] = (float) (sum / effects.length);
            paths += Float.isNaN(mean[i]) ? 0 : 1;
            if (Arrays.stream(effects).allMatch(e -> e[s][c] == 0)) {
                idle.add(rows.get(s).name() + " → " + columns.get(c).name());
            }
        }
        Provenance made = model.provenance()
                .with("senders", senders.selector() + " @" + ways.from.describe())
                .with("receivers", receivers.selector() + " @" + ways.to.describe())
                .with("mlps", ways.mlps.name().toLowerCase(Locale.ROOT))
                .with("metric", metric.toString());
        return new PathEffect(
                made,
                metric,
                trials,
                rows,
                columns,
                CellArrays.trialAxis(clean),
                CellArrays.trialAxis(corrupt),
                NamedArray.of(List.of("sender", "receiver"), new int[] {rows.size(), columns.size()}, mean),
                NamedArray.of(
                        List.of("trial", "sender", "receiver"),
                        new int[] {effects.length, rows.size(), columns.size()},
                        each),
                CellArrays.idle(idle, paths, "paths"));
    }

    private static PathEffect.End end(PathEnd end) {
        return new PathEffect.End(end.name(), end.layer(), end.head());
    }
}
