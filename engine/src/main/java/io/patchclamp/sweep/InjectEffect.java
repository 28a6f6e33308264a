package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import io.patchclamp.edit.Receipt;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;

/**
 * What an injection changed, trial by trial, beside its controls.
 *
 * @param provenance how it was made
 * @param effect each trial before and after
 * @param random the mean effect of each random vector as long; empty if there was none
 * @param rank where the mean effect stands among those
 * @param items whether the mean effect over trials differs from 0; none with one trial, or where nothing changed
 * @param loss the loss of neutral sentences without and with the injection, in nats a token; empty if none were read
 * @param unchangedAtZero in how many trials none of it leaves all logits as they are, to the bit; empty if nothing of it
 *     holds while a prompt is read
 * @param expected what was expected beside these data, if it was written down
 * @param circular whether what is injected was chosen by some of these trials
 * @param notes what should be known before it is believed
 */
public record InjectEffect(
        Provenance provenance,
        ClampEffect effect,
        List<Double> random,
        Optional<TestResult> rank,
        Optional<TestResult> items,
        List<Double> loss,
        OptionalInt unchangedAtZero,
        Optional<Preregistration> expected,
        boolean circular,
        List<String> notes)
        implements Exportable {
    public InjectEffect {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(effect, "effect");
        random = List.copyOf(random);
        Objects.requireNonNull(rank, "rank");
        Objects.requireNonNull(items, "items");
        loss = List.copyOf(loss);
        Objects.requireNonNull(unchangedAtZero, "unchangedAtZero");
        Objects.requireNonNull(expected, "expected");
        notes = List.copyOf(notes);
    }

    /**
     * What was measured.
     *
     * @return at the last token of the prompt
     */
    public Metric metric() {
        return effect.metric();
    }

    /**
     * What was injected.
     *
     * @return one line each
     */
    public List<String> edits() {
        return effect.edits();
    }

    /**
     * Each trial before and after.
     *
     * @return one a trial, in order
     */
    public List<ClampEffect.Row> rows() {
        return effect.rows();
    }

    /**
     * What each injection did.
     *
     * @return one each
     */
    public List<Receipt> receipts() {
        return effect.receipts();
    }

    /**
     * The mean effect over trials.
     *
     * @return in the metric's unit
     */
    public double meanEffect() {
        return effect.meanEffect();
    }

    /**
     * How many trials were moved the wrong way: against the direction that was registered, or else against the mean.
     *
     * @return a share of all trials; those that were not moved go no way
     */
    public double wrongWay() {
        return DoseEffect.wrongWay(
                rows().stream().mapToDouble(ClampEffect.Row::effect).toArray(),
                expected.map(Preregistration::tail).orElse(Tail.TWO_SIDED),
                1);
    }

    /**
     * {@code effect}, {@code baseline} and {@code clamped [trial]}, {@code random [vector]}, and {@code loss [2]} without and
     * with the injection if neutral sentences were read.
     */
    @Override
    public List<ResultArray> exported() {
        int n = rows().size();
        ResultArray effects = ResultArray.floats("effect", n);
        ResultArray baseline = ResultArray.floats("baseline", n);
        ResultArray clamped = ResultArray.floats("clamped", n);
        for (int t = 0; t < n; t++) {
            effects.put(rows().get(t).effect(), t);
            baseline.put(rows().get(t).baseline(), t);
            clamped.put(rows().get(t).clamped(), t);
        }
        List<ResultArray> arrays = new ArrayList<>(List.of(effects, baseline, clamped));
        if (!random.isEmpty()) {
            arrays.add(ResultArray.of("random", random));
        }
        if (!loss.isEmpty()) {
            arrays.add(ResultArray.of("loss", loss));
        }
        return arrays;
    }
}
