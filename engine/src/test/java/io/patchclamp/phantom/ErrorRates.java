package io.patchclamp.phantom;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What many phantoms together say of the analyses: planted ones of d = 2, and null ones, each with its own stimuli.
 *
 * @param planted one phantom each
 * @param none one null phantom each
 */
record ErrorRates(List<Calibration> planted, List<Calibration> none) {
    static ErrorRates of(int phantoms, int lesionEvery) {
        return new ErrorRates(
                IntStream.range(0, phantoms)
                        .mapToObj(s -> Calibration.of("phantom:selective?seed=" + s, 1000 + s, s % lesionEvery == 0))
                        .toList(),
                IntStream.range(0, phantoms)
                        .mapToObj(s -> Calibration.of("phantom:null?seed=" + s, 1000 + s, false))
                        .toList());
    }

    double recallOfMaxT() {
        return mean(planted, c -> c.recall(c.maxT()));
    }

    double recallOfBh() {
        return mean(planted, c -> c.recall(c.bh()));
    }

    /** In how many null phantoms max-T finds anything. */
    long nullsWithHits() {
        return none.stream().filter(c -> c.wrong(c.maxT()) > 0).count();
    }

    /** In how many planted phantoms max-T finds anything that is not there. */
    long plantedWithWrongHits() {
        return planted.stream().filter(c -> c.wrong(c.maxT()) > 0).count();
    }

    double falseDiscoveryRate() {
        return mean(planted, c -> c.falseShare(c.bh()));
    }

    /** The standard error of that. */
    double errorOfRate() {
        double mean = falseDiscoveryRate();
        double squares = planted.stream()
                .mapToDouble(c -> Math.pow(c.falseShare(c.bh()) - mean, 2))
                .sum();
        return Math.sqrt(squares / (planted.size() - 1) / planted.size());
    }

    double uncorrectedHitsInNulls() {
        return mean(none, c -> c.wrong(c.uncorrected()));
    }

    private static double mean(List<Calibration> all, ToDoubleFunction<Calibration> what) {
        return all.stream().mapToDouble(what).average().orElseThrow();
    }

    /** The least k that a count of {@code n} with this share exceeds with a probability below .001. */
    static long atMost(int n, double share) {
        var binomial = new org.apache.commons.math3.distribution.BinomialDistribution(null, n, share);
        return binomial.inverseCumulativeProbability(0.999);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d phantoms: recall %.3f (max-T) %.3f (BH); FDR %.4f ± %.4f; max-T hits in %d null phantoms, wrong ones in"
                        + " %d planted; uncorrected %.2f hits in a null",
                planted.size(),
                recallOfMaxT(),
                recallOfBh(),
                falseDiscoveryRate(),
                errorOfRate(),
                nullsWithHits(),
                plantedWithWrongHits(),
                uncorrectedHitsInNulls());
    }
}
