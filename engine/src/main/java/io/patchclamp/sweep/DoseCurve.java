package io.patchclamp.sweep;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.stats.Bootstrap;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.LogisticCurve;
import io.patchclamp.stats.Resampling;

/**
 * The four-parameter curve through the doses of one sign, or why there is none. Fitted to the mean effects; the interval of
 * the half-effective dose is a bootstrap over trials, since all doses of a trial are one item.
 *
 * @param negative whether it is of the doses below 0, counted from 0 on
 * @param fit the curve over the size of the dose; none where it does not fit
 * @param refusal why there is none; empty where there is one
 */
public record DoseCurve(boolean negative, Optional<LogisticCurve> fit, String refusal) {
    private static final int FEWEST_DOSES = 4;
    private static final int FEWEST_TRIALS = 5;
    private static final int RESAMPLES = 199;

    public DoseCurve {
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(refusal, "refusal");
    }

    /** Of {@code effect [dose, trial]} at the doses of one sign. */
    static DoseCurve of(double[] doses, NamedArray effect, boolean negative, long seed) {
        int[] places = IntStream.range(0, doses.length)
                .filter(d -> negative ? doses[d] < 0 : doses[d] > 0)
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(doses[a]), Math.abs(doses[b])))
                .mapToInt(d -> d)
                .toArray();
        double[] sizes =
                Arrays.stream(places).mapToDouble(d -> Math.abs(doses[d])).toArray();
        int n = effect.shape()[1];
        int[] all = IntStream.range(0, n).toArray();
        Optional<String> reason = reason(sizes, means(effect, places, all), n);
        if (reason.isPresent()) {
            return new DoseCurve(negative, Optional.empty(), reason.get());
        }
        LogisticCurve curve;
        try {
            curve = fit(sizes, means(effect, places, all));
        } catch (PatchclampException e) {
            return new DoseCurve(negative, Optional.empty(), "no curve fits");
        }
        double least = sizes[0];
        double most = sizes[sizes.length - 1];
        if (curve.ec50() < least || curve.ec50() > most) {
            return new DoseCurve(
                    negative,
                    Optional.empty(),
                    "half of the effect lies outside the doses that were given: the curve would be a guess");
        }
        Interval logarithm = Bootstrap.items(
                n,
                chosen -> half(sizes, means(effect, places, chosen), most),
                0.95,
                Bootstrap.Method.PERCENTILE,
                new Resampling(RESAMPLES, seed));
        Interval interval = new Interval(
                Math.exp(logarithm.low()), Math.exp(logarithm.high()), logarithm.level(), logarithm.method());
        if (interval.low() < least || interval.high() > most) {
            return new DoseCurve(
                    negative,
                    Optional.empty(),
                    String.format(
                            Locale.ROOT,
                            "the trials do not settle it: its half-effective dose of %.3g may lie outside the doses that"
                                    + " were given",
                            curve.ec50()));
        }
        return new DoseCurve(negative, Optional.of(with(curve, interval)), "");
    }

    private static Optional<String> reason(double[] sizes, double[] means, int trials) {
        if (sizes.length < FEWEST_DOSES) {
            return Optional.of("four parameters need four doses, and there are " + sizes.length);
        }
        if (trials < FEWEST_TRIALS) {
            return Optional.of("its interval is over trials, and " + trials + " are too few");
        }
        double before = 0; // the effect of no dose
        double direction = Math.signum(means[0]);
        for (int d = 0; d < means.length; d++) {
            if (direction == 0 || (means[d] - before) * direction <= 0) {
                return Optional.of(String.format(
                        Locale.ROOT, "the mean effect turns at dose %.4g, and the curve goes one way", sizes[d]));
            }
            before = means[d];
        }
        return Optional.empty();
    }

    private static double[] means(NamedArray effect, int[] places, int... trials) {
        return Arrays.stream(places)
                .mapToDouble(d -> Arrays.stream(trials)
                        .mapToDouble(t -> effect.get(d, t))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** Each mean twice, which changes no parameter: a curve through four points leaves nothing to judge it by. */
    private static LogisticCurve fit(double[] sizes, double[] means) {
        return LogisticCurve.fit(twice(sizes), twice(means));
    }

    private static double[] twice(double... x) {
        double[] both = Arrays.copyOf(x, 2 * x.length);
        System.arraycopy(x, 0, both, x.length, x.length);
        return both;
    }

    /** The logarithm of the half-effective dose; far beyond the doses where no curve fits. */
    private static double half(double[] sizes, double[] means, double most) {
        double far = Math.log(10 * most);
        try {
            double half = Math.log(fit(sizes, means).ec50());
            return Double.isNaN(half) ? far : Math.max(Math.log(sizes[0] / 10), Math.min(far, half));
        } catch (PatchclampException e) {
            return far;
        }
    }

    private static LogisticCurve with(LogisticCurve curve, Interval interval) {
        return new LogisticCurve(
                curve.low(),
                curve.high(),
                curve.ec50(),
                interval,
                curve.slope(),
                curve.rmse(),
                curve.basis(),
                curve.notes());
    }

    /**
     * What the curve gives.
     *
     * @param dose with its sign
     * @return the effect; NaN where there is no curve, or the dose is 0 or of the other sign
     */
    public double at(double dose) {
        boolean mine = negative ? dose < 0 : dose > 0;
        return mine && fit.isPresent() ? fit.get().at(Math.abs(dose)) : Double.NaN;
    }

    /**
     * What it says, in one sentence.
     *
     * @return the half-effective dose with its interval, or why there is no curve
     */
    public String words() {
        String side = negative ? "Below 0" : "Above 0";
        double sign = negative ? -1 : 1;
        return fit.map(f -> String.format(
                        Locale.ROOT,
                        "%s the four-parameter curve reaches half its effect at dose %.3g (95 %%: %.3g to %.3g, %s).",
                        side,
                        sign * f.ec50(),
                        negative ? -f.interval().high() : f.interval().low(),
                        negative ? -f.interval().low() : f.interval().high(),
                        f.interval().method()))
                .orElse(side + " no four-parameter curve, since " + refusal + ".");
    }
}
