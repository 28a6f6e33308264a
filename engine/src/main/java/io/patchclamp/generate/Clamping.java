package io.patchclamp.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Receipt;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Write;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Measures what forcing some units does: each trial is read twice, once as it is and once under the edits. Immutable.
 *
 * <p>Cost: two forward passes a trial, and two more for each new token.
 */
public final class Clamping implements Cloneable {
    private final Model model;
    private List<Edit> edits = List.of();
    private Metric metric = Metric.parse("kl");
    private int newTokens;
    private List<Trials.Item> chosenOn = List.of();
    private boolean circular;
    private Progress progress = Progress.SILENT;

    private Clamping(Model model) {
        this.model = Objects.requireNonNull(model, "model");
    }

    /**
     * A measurement of how far the next-token distribution moves: {@code kl}, in nats.
     *
     * @param model who is clamped
     * @return the measurement
     */
    public static Clamping on(Model model) {
        return new Clamping(model);
    }

    /**
     * What is forced.
     *
     * @param several applied in order at every pass
     * @return a changed copy
     */
    public Clamping clamp(List<Edit> several) {
        return with(c -> c.edits = List.copyOf(several));
    }

    /**
     * What is measured.
     *
     * @param measured over the next-token distribution after the prompt
     * @return a changed copy
     */
    public Clamping metric(Metric measured) {
        return with(c -> c.metric = Objects.requireNonNull(measured, "metric"));
    }

    /**
     * How much text to show before and after.
     *
     * @param count tokens at most, each the most probable one; 0 for none
     * @return a changed copy
     */
    public Clamping newTokens(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("new tokens must be 0 or more, got " + count);
        }
        return with(c -> c.newTokens = count);
    }

    /**
     * What a vector among the edits was learnt from, or units were chosen by: they may not be tested there.
     *
     * @param items the stimuli; none for what was made without looking
     * @return a changed copy
     */
    public Clamping learntFrom(List<Trials.Item> items) {
        return with(c -> c.chosenOn = List.copyOf(items));
    }

    /**
     * Allows testing on the stimuli a vector was learnt from, which the result then says of itself.
     *
     * @return a changed copy
     */
    public Clamping circular() {
        return with(c -> c.circular = true);
    }

    /**
     * Who hears how far it is.
     *
     * @param listener counts trials
     * @return a changed copy
     */
    public Clamping progress(Progress listener) {
        return with(c -> c.progress = Objects.requireNonNull(listener, "progress"));
    }

    private Clamping with(Consumer<Clamping> change) {
        try {
            Clamping copy = (Clamping) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Measures.
     *
     * @param trials the stimuli
     * @return one row a trial
     * @throws io.patchclamp.fault.PatchclampException if a prompt is empty or does not fit, the metric names no token, an
     *     edit holds at no token, or trials are among those a vector was learnt from
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public ClampEffect run(Trials trials) {
        Reuse reuse = Reuse.of(chosen(), Edit.chosenBy(edits, model, chosenOn), trials);
        if (!circular) {
            reuse.refuse();
        }
        List<Tokens> prompts = Prompts.all(model, trials);
        Intervention reading = Intervention.of(model, edits, trials, prompts, newTokens);
        Intervention speaking = reading.afresh();
        List<ClampEffect.Row> rows = new ArrayList<>();
        for (int i = 0; i < trials.count(); i++) {
            rows.add(row(trials.items().get(i), prompts.get(i), i, reading, speaking));
            progress.at("clamping", i + 1L, trials.count(), "trials");
        }
        Provenance made = model.provenance().with("metric", metric.toString());
        made = Edit.noted(made, edits);
        made = reuse.any() ? made.with(Reuse.STAMP, "tested on stimuli that " + chosen() + " was chosen by") : made;
        Ledger ledger = Ledger.of(model);
        edits.forEach(e -> ledger.measured(metric.toString(), e.where(), trials));
        return new ClampEffect(
                made, metric, edits.stream().map(Edit::describe).toList(), rows, receipts(reading, speaking));
    }

    /** Vectors by their names, units by their selectors. */
    private String chosen() {
        return edits.stream()
                .map(e -> e.change() instanceof Inject inject
                                && !inject.vector().axes().isEmpty()
                        ? inject.name()
                        : e.where().selector())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Of both runs those of the longer one, with a word on edits that began when the metric had been read. */
    private List<Receipt> receipts(Intervention reading, Intervention speaking) {
        List<Receipt> read = reading.receipts();
        if (newTokens == 0) {
            return read;
        }
        List<Receipt> said = speaking.receipts();
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            boolean late = read.get(i).touched() == 0 && said.get(i).touched() > 0;
            receipts.add(
                    late
                            ? said.get(i)
                                    .warned("touched nothing before the end of the prompt, where " + metric
                                            + " is read")
                            : said.get(i));
        }
        return receipts;
    }

    private ClampEffect.Row row(
            Trials.Item item, Tokens prompt, int trial, Intervention reading, Intervention speaking) {
        Read before = read(prompt, List.of());
        Read after = read(prompt, reading.writes(trial));
        double baseline = evaluate(before, before, item);
        double clamped = evaluate(after, before, item);
        return new ClampEffect.Row(
                item,
                baseline,
                clamped,
                clamped - baseline,
                reading.currents(trial),
                NextToken.top(before.logits(), model.tokenizer()),
                NextToken.top(after.logits(), model.tokenizer()),
                text(item, prompt, List.of()),
                text(item, prompt, speaking.writes(trial)));
    }

    /** What a run leaves: the distribution after the prompt, and how badly the prompt was foreseen if that is asked. */
    private record Read(float[] logits, OptionalDouble loss) {}

    private Read read(Tokens tokens, List<Write> writes) {
        int[] prompt = tokens.toArray();
        List<float[][]> everywhere = new ArrayList<>();
        List<Tap> taps = metric.needsLoss() ? List.of(new LogitsTap(everywhere)) : List.of();
        float[] logits = model.read(new int[][] {prompt}, taps, writes)[0];
        return new Read(
                logits,
                everywhere.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Reading.loss(everywhere.get(0), prompt)));
    }

    private double evaluate(Read run, Read unedited, Trials.Item item) {
        Reading reading = Reading.of(run.logits()).withBaseline(unedited.logits());
        return metric.evaluate(
                run.loss().isPresent() ? reading.withLoss(run.loss().getAsDouble()) : reading,
                model.tokenizer(),
                item.columns());
    }

    private record LogitsTap(List<float[][]> seen) implements Tap {
        @Override
        public Point point() {
            return Point.LOGITS;
        }

        @Override
        public int layer() {
            return -1;
        }

        @Override
        public void read(Slab slab) {
            int tokens = slab.shape()[1];
            int vocabulary = slab.shape()[2];
            float[][] rows = new float[tokens][];
            for (int t = 0; t < tokens; t++) {
                rows[t] = Arrays.copyOfRange(slab.data(), t * vocabulary, (t + 1) * vocabulary);
            }
            seen.add(rows);
        }
    }

    private String text(Trials.Item item, Tokens prompt, List<Write> writes) {
        if (newTokens == 0) {
            return "";
        }
        return new Continuation(model, new Trials(List.of(item)), List.of(prompt), newTokens, Sampling.GREEDY)
                .run(new int[1], rows -> List.of(), rows -> writes, tokens -> {})
                .get(0)
                .text();
    }
}
