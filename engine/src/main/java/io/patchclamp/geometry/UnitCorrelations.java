package io.patchclamp.geometry;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

import io.patchclamp.array.NamedArray;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Tail;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * Which units go together: over the means of conditions (signal), and over items within a condition (noise, which in a
 * model is what items of one condition differ in, not chance).
 *
 * @param provenance how it was made
 * @param column what a condition is
 * @param units the rows and columns
 * @param signal {@code [unit, unit]}: correlation of condition means
 * @param noise {@code [unit, unit]}: correlation of what is left of each item less its condition's mean
 * @param total {@code [unit, unit]}: correlation of items
 * @param relation over pairs of units, the correlation of signal with noise; NaN with fewer than three units
 * @param p how often shuffled labels of the items, which leave no signal, give a relation as large, in either direction unless one
 *     was registered
 * @param basis what the p rests on
 * @param notes what should be known before it is believed
 */
public record UnitCorrelations(
        Provenance provenance,
        String column,
        List<Unit> units,
        NamedArray signal,
        NamedArray noise,
        NamedArray total,
        double relation,
        double p,
        Basis basis,
        List<String> notes)
        implements Exportable {
    private static final int MOST = 2_048;

    public UnitCorrelations {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(column, "column");
        units = List.copyOf(units);
        notes = List.copyOf(notes);
    }

    /**
     * Correlates all units with all.
     *
     * <p>Cost: three times units² trials, and for each shuffle units² conditions. Source: Averbeck, Latham and Pouget,
     * Neural correlations, population coding and computation, 2006.
     *
     * @param responses of at most 2,048 units
     * @param column what a condition is
     * @param how how many times the labels of items are shuffled: within its group where that has several conditions, and
     *     with it as a whole where it has one; where it names none, prompts that are nearly the same. Trials of its item
     *     change conditions together, and n counts items; {@code prompt} for each trial by itself; where it names none,
     *     trials with the same word for an event
     * @return the matrices
     * @throws PatchclampException if there are more units, fewer than three items in all conditions together, an item in two
     *     conditions, or one prompt twice
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static UnitCorrelations of(Responses responses, String column, Shuffling how) {
        int permutations = how.times();
        long seed = how.seed();
        Labels labels = Labels.of(responses.trials(), column);
        int units = responses.units().size();
        if (units > MOST) {
            throw new PatchclampException(
                    "All pairs of " + units + " units are more than can be looked at; the most is " + MOST + " units.",
                    "responses.sites(List.of(\"L5.resid_post\")), or units of interest");
        }
        Moved moved = Moved.of(responses, labels, how);
        int n = labels.of().length;
        double[][] means = new double[labels.classes().size()][units];
        double[][] items = new double[n][units];
        int[] counts = labels.counts();
        for (int t = 0; t < n; t++) {
            float[] row = responses.row(labels.trials()[t]);
            for (int u = 0; u < units; u++) {
                items[t][u] = row[u];
                means[labels.of()[t]][u] += row[u] / counts[labels.of()[t]];
            }
        }
        double[][] rest = new double[n][units];
        for (int t = 0; t < n; t++) {
            for (int u = 0; u < units; u++) {
                rest[t][u] = items[t][u] - means[labels.of()[t]][u];
            }
        }
        double[][] signal = correlations(means);
        double[][] noise = correlations(rest);
        double[] noisePairs = Dissimilarity.pairs(noise);
        double relation = relation(signal, noisePairs);
        Tail tail = responses.provenance().tail();
        int reached = 1;
        SignalAndNoise pairs = new SignalAndNoise(items, counts.length);
        for (int b = 1; b <= permutations; b++) {
            Progress.checkCancelled("correlating units");
            double shuffled = pairs.relation(moved.shuffles().draw(seed, b));
            reached += folded(shuffled, tail) < folded(relation, tail) - 1e-9 ? 0 : 1; // NaN counts against
            how.progress().at("correlating units", b, permutations, "orders");
        }
        return new UnitCorrelations(
                responses
                        .provenance()
                        .with("conditions", labels.column())
                        .with("seed", String.valueOf(seed))
                        .tested(
                                "signal and noise correlations go together",
                                "noise correlations are the larger the smaller those of the signal"),
                labels.column(),
                responses.units(),
                Tables.named("unit", "unit'", signal),
                Tables.named("unit", "unit'", noise),
                Tables.named("unit", "unit'", correlations(items)),
                relation,
                Double.isNaN(relation) ? Double.NaN : reached / (permutations + 1.0),
                new Basis(
                        "item",
                        moved.n(),
                        Basis.ITEMS,
                        "correlation of signal with noise correlations over pairs of units; "
                                + moved.words() + ", " + permutations
                                + " times, as means of few items carry their noise",
                        tail,
                        io.patchclamp.stats.Correction.NONE,
                        1,
                        OptionalLong.of(seed)),
                moved.notes());
    }

    /** How far out a relation is, by the tail. */
    private static double folded(double relation, Tail tail) {
        return switch (tail) {
            case TWO_SIDED -> Math.abs(relation);
            case GREATER -> relation;
            case LESS -> -relation;
        };
    }

    private static double[][] correlations(double[][] rows) {
        int units = rows[0].length;
        double[][] z = new double[units][rows.length];
        for (int u = 0; u < units; u++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[u] / rows.length;
            }
            double square = 0;
            for (int t = 0; t < rows.length; t++) {
                z[u][t] = rows[t][u] - mean;
                square += z[u][t] * z[u][t];
            }
            double length = Math.sqrt(square);
            for (int t = 0; t < rows.length; t++) {
                z[u][t] /= length > 1e-12 * Math.abs(mean) ? length : 0;
            }
        }
        double[][] out = new double[units][units];
        for (int i = 0; i < units; i++) {
            Progress.checkCancelled("correlating units");
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int t = 0; t < rows.length; t++) {
                    sum += z[i][t] * z[j][t];
                }
                out[i][j] = i == j && !Double.isNaN(sum) ? 1 : sum;
                out[j][i] = out[i][j];
            }
        }
        return out;
    }

    private static double relation(double[][] signal, double[] noise) {
        double[] pairs = Dissimilarity.pairs(signal);
        int[] kept = java.util.stream.IntStream.range(0, pairs.length)
                .filter(i -> Double.isFinite(pairs[i]) && Double.isFinite(noise[i]))
                .toArray();
        if (kept.length < 3) {
            return Double.NaN;
        }
        return new PearsonsCorrelation()
                .correlation(
                        java.util.Arrays.stream(kept).mapToDouble(i -> pairs[i]).toArray(),
                        java.util.Arrays.stream(kept).mapToDouble(i -> noise[i]).toArray());
    }

    /** {@code signal}, {@code noise} and {@code total [unit, unit]}. */
    @Override
    public List<ResultArray> exported() {
        return List.of(
                ResultArray.of("signal", signal), ResultArray.of("noise", noise), ResultArray.of("total", total));
    }
}
