package io.patchclamp.steer;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Trials;

/**
 * A direction from one condition to another, as long as the conditions are apart along it: added once to a trial of the
 * one, it moves it as far as the other lies, on average.
 *
 * @param provenance how it was made
 * @param site where it was learnt, and where it is to be added
 * @param column the column that holds the conditions
 * @param from the condition it leads away from
 * @param towards the condition it leads to
 * @param method how it was learnt
 * @param vector one number for each of the site's
 * @param learntFrom the trials it was learnt from, of both conditions
 * @param rest the trials it was not learnt from
 * @param trial how it does on those
 */
public record SteeringVector(
        Provenance provenance,
        String site,
        String column,
        String from,
        String towards,
        Method method,
        NamedArray vector,
        Trials learntFrom,
        Trials rest,
        Tried trial)
        implements Exportable {
    /** What random directions are drawn from. */
    static final long SEED = 1;

    public SteeringVector {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(learntFrom, "learntFrom");
        Objects.requireNonNull(trial, "trial");
    }

    /**
     * From how many trials it was learnt.
     *
     * @return of both conditions
     */
    public int learnt() {
        return learntFrom.count();
    }

    /** How a direction is learnt. */
    public enum Method {
        /** The difference of the conditions' means. */
        MEAN,
        /** The first principal component of all trials around their mean, turned towards the second condition. */
        PCA
    }

    /**
     * How well the held-out trials fall on their own side of the middle that was learnt.
     *
     * @param trials how many were tried
     * @param accuracy the share on their own side
     * @param separation the distance between the conditions' mean projections, in their pooled standard deviations; NaN
     *     with fewer than two trials a condition
     * @param random how many random directions were tried in the same way
     * @param randomMean their mean accuracy
     * @param randomAsGood the share of random directions that did as well or better
     */
    public record Tried(
            int trials, double accuracy, double separation, int random, double randomMean, double randomAsGood) {}

    /**
     * How often a direction drawn at random, whose middle is learnt as this one's, does as well or better.
     *
     * @return p, which counts this direction among them: never 0
     */
    public double p() {
        return (1 + Math.round(trial.randomAsGood() * trial.random())) / (1.0 + trial.random());
    }

    /**
     * What that p rests on.
     *
     * @return the basis: one side, since no direction is expected to do worse than by chance
     */
    public Basis basis() {
        return Basis.of(
                        Map.of("tried", trial.trials()),
                        "share on their own side, among " + trial.random() + " random directions",
                        Tail.GREATER)
                .drawn("share on their own side, among " + trial.random() + " random directions", SEED);
    }

    /**
     * How long it is.
     *
     * @return the root of the sum of squares
     */
    public double norm() {
        double sum = 0;
        for (float v : vector.toArray()) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    /** {@code vector [unit]}, and {@code held_out [6]}: trials, accuracy, separation, and the three of random directions. */
    @Override
    public List<ResultArray> exported() {
        float[] tried = {
            trial.trials(),
            (float) trial.accuracy(),
            (float) trial.separation(),
            trial.random(),
            (float) trial.randomMean(),
            (float) trial.randomAsGood()
        };
        return List.of(
                ResultArray.of("vector", vector),
                ResultArray.of("held_out", NamedArray.of(List.of("measure"), new int[] {tried.length}, tried)));
    }
}
