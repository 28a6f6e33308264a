package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.Intervals;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import io.patchclamp.trial.Trials;

/**
 * What each dose of a vector did.
 *
 * @param provenance how it was made
 * @param metric what was measured
 * @param trials the stimuli
 * @param site where it was added
 * @param vector what it is called
 * @param doses multiples of the vector, ascending, with 0 among them
 * @param baseline {@code [trial]}, the metric of the model as it is
 * @param effect {@code [dose, trial]}, the metric at a dose minus the baseline
 * @param random {@code [vector, dose]}, the mean effect of random vectors as long
 * @param loss the loss of neutral sentences at each dose, in nats a token; empty if none were read
 * @param curves the four-parameter curve below 0 and above 0, or why there is none
 * @param expected what was expected beside these data, if it was written down
 * @param circular whether the vector was chosen by some of these trials
 * @param trend whether the metric goes up (or down) with the dose: Spearman's correlation of dose and metric in each trial,
 *     and whether its mean over trials differs from 0; nothing where no dose changed anything, or
 *     where the metric can only rise
 * @param unchangedAtZero in how many trials a dose of 0 leaves all logits as they are, to the bit
 */
public record DoseEffect(
        Provenance provenance,
        Metric metric,
        Trials trials,
        String site,
        String vector,
        List<Double> doses,
        NamedArray baseline,
        NamedArray effect,
        NamedArray random,
        List<Double> loss,
        List<DoseCurve> curves,
        Optional<Preregistration> expected,
        boolean circular,
        Optional<TestResult> trend,
        int unchangedAtZero)
        implements Exportable {
    public DoseEffect {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(metric, "metric");
        doses = List.copyOf(doses);
        loss = List.copyOf(loss);
        curves = List.copyOf(curves);
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(trend, "trend");
    }

    /**
     * The mean effect of a dose.
     *
     * @param dose its number, from 0
     * @return over trials, in the metric's unit
     */
    public double mean(int dose) {
        return Arrays.stream(row(dose)).average().orElseThrow();
    }

    /**
     * How well the mean effect of a dose is known.
     *
     * @param dose its number, from 0
     * @return the t interval over trials; none with one trial, or where all have the same effect
     */
    public Optional<Interval> interval(int dose) {
        double[] row = row(dose);
        return row.length < 2 || Arrays.stream(row).distinct().count() < 2
                ? Optional.empty()
                : Optional.of(Intervals.mean(row, 0.95));
    }

    /**
     * How many trials go the wrong way: against the direction that was registered, if one was and in time, else against
     * the mean effect.
     *
     * @param dose its number, from 0
     * @return the share of trials whose effect has the opposite sign; 0 at dose 0, and at a dose without effect
     */
    public double wrongWay(int dose) {
        return wrongWay(row(dose), direction(), doses.get(dose));
    }

    static double wrongWay(double[] effects, Tail direction, double dose) {
        double right =
                switch (direction) {
                    case GREATER -> dose;
                    case LESS -> -dose;
                    case TWO_SIDED -> Arrays.stream(effects).sum();
                };
        return Arrays.stream(effects).filter(e -> e * Math.signum(right) < 0).count() / (double) effects.length;
    }

    /**
     * Which way the metric was to go with the dose.
     *
     * @return two-sided if nothing was registered before the data
     */
    public Tail direction() {
        return expected.map(Preregistration::tail).orElse(Tail.TWO_SIDED);
    }

    private double[] row(int dose) {
        double[] row = new double[trials.count()];
        for (int t = 0; t < row.length; t++) {
            row[t] = effect.get(dose, t);
        }
        return row;
    }

    /**
     * {@code doses [dose]}, {@code baseline [trial]}, {@code effect [dose, trial]}, {@code random [vector, dose]}, and
     * {@code loss [dose]} if neutral sentences were read.
     */
    @Override
    public List<ResultArray> exported() {
        List<ResultArray> arrays = new ArrayList<>();
        arrays.add(ResultArray.of("doses", doses));
        arrays.add(ResultArray.of("baseline", baseline));
        arrays.add(ResultArray.of("effect", effect));
        if (random.size() > 0) {
            arrays.add(ResultArray.of("random", random));
        }
        if (!loss.isEmpty()) {
            arrays.add(ResultArray.of("loss", loss));
        }
        return arrays;
    }
}
