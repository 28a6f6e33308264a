package io.patchclamp.stats;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/**
 * Intervals for statistics that have no formula: items are drawn again with replacement.
 *
 * <p>For a mean, {@link Intervals#mean} is better: with n = 10 a percentile interval at 95 % holds the mean in 91 % of
 * cases. BCa is what to take below 50 items.
 */
public final class Bootstrap {
    /** How an interval is read off the resampled statistics. */
    public enum Method {
        /** Their quantiles. */
        PERCENTILE("percentile"),
        /** Their quantiles, moved for bias and for an error that depends on the value (Efron 1987). */
        BCA("BCa");

        private final String word;

        Method(String word) {
            this.word = word;
        }
    }

    private Bootstrap() {}

    /**
     * An interval for a statistic of one sample.
     *
     * @param x the sample, one number an item
     * @param statistic of a sample
     * @param level how often such intervals hold the statistic of the population, such as 0.95
     * @param method how the interval is read off
     * @param resampling how many samples are drawn, and from what seed
     * @return the interval
     */
    public static Interval interval(
            double[] x, ToDoubleFunction<double[]> statistic, double level, Method method, Resampling resampling) {
        Checked.numbers("bootstrap", "sample", x, 2);
        return items(x.length, chosen -> statistic.applyAsDouble(picked(x, chosen)), level, method, resampling);
    }

    /**
     * An interval for a statistic of pairs, such as a correlation: pairs stay together.
     *
     * @param x one number an item
     * @param y another, the same items in the same order
     * @param statistic of both
     * @param level how often such intervals hold the statistic of the population, such as 0.95
     * @param method how the interval is read off
     * @param resampling how many samples are drawn, and from what seed
     * @return the interval
     */
    public static Interval pairs(
            double[] x,
            double[] y,
            ToDoubleBiFunction<double[], double[]> statistic,
            double level,
            Method method,
            Resampling resampling) {
        Checked.numbers("bootstrap", "first numbers", x, 2);
        Checked.numbers("bootstrap", "second numbers", y, 2);
        Checked.pairs("bootstrap", x.length, y.length);
        return items(
                x.length,
                chosen -> statistic.applyAsDouble(picked(x, chosen), picked(y, chosen)),
                level,
                method,
                resampling);
    }

    /**
     * An interval for a statistic of two independent samples: each is drawn from by itself.
     *
     * @param a the first sample, one number an item
     * @param b the second
     * @param statistic of both
     * @param level how often such intervals hold the statistic of the population, such as 0.95
     * @param method how the interval is read off
     * @param resampling how many samples are drawn, and from what seed
     * @return the interval
     */
    public static Interval twoSample(
            double[] a,
            double[] b,
            ToDoubleBiFunction<double[], double[]> statistic,
            double level,
            Method method,
            Resampling resampling) {
        Checked.numbers("bootstrap", "first sample", a, 2);
        Checked.numbers("bootstrap", "second sample", b, 2);
        int[][] groups = {range(0, a.length), range(a.length, a.length + b.length)};
        double[] all = Moments.concatenated(a, b);
        ToDoubleFunction<int[][]> of = c -> statistic.applyAsDouble(picked(all, c[0]), picked(all, c[1]));
        return read(groups, of, level, method, resampling, "");
    }

    /**
     * An interval where several items share a template: templates are drawn, each with all of its items.
     *
     * @param x one number an item
     * @param template what each item shares with others
     * @param statistic of a sample
     * @param level how often such intervals hold the statistic of the population, such as 0.95
     * @param method how the interval is read off
     * @param resampling how many samples are drawn, and from what seed
     * @return the interval
     */
    public static Interval clustered(
            double[] x,
            List<String> template,
            ToDoubleFunction<double[]> statistic,
            double level,
            Method method,
            Resampling resampling) {
        Checked.numbers("bootstrap", "sample", x, 2);
        Checked.pairs("bootstrap", x.length, template.size());
        Map<String, int[]> members = new LinkedHashMap<>();
        for (int i = 0; i < x.length; i++) {
            int[] before = members.getOrDefault(template.get(i), new int[0]);
            int[] with = Arrays.copyOf(before, before.length + 1);
            with[before.length] = i;
            members.put(template.get(i), with);
        }
        if (members.size() < 2) {
            throw new PatchclampException(
                    "All " + x.length + " items share one template, and there is none to draw instead.",
                    "items of several templates");
        }
        int[][] each = members.values().toArray(new int[0][]);
        return read(
                new int[][] {range(0, each.length)},
                c -> statistic.applyAsDouble(picked(
                        x,
                        Arrays.stream(c[0]).flatMap(g -> Arrays.stream(each[g])).toArray())),
                level,
                method,
                resampling,
                "templates, ");
    }

    /**
     * An interval for any statistic of items.
     *
     * @param n how many items there are
     * @param statistic of some of the items, by number; one may come several times
     * @param level how often such intervals hold the statistic of the population, such as 0.95
     * @param method how the interval is read off
     * @param resampling how many samples are drawn, and from what seed
     * @return the interval
     */
    public static Interval items(
            int n, ToDoubleFunction<int[]> statistic, double level, Method method, Resampling resampling) {
        return read(new int[][] {range(0, n)}, c -> statistic.applyAsDouble(c[0]), level, method, resampling, "");
    }

    private static Interval read(
            int[][] groups,
            ToDoubleFunction<int[][]> statistic,
            double level,
            Method method,
            Resampling resampling,
            String what) {
        Checked.share("level", level);
        double observed = finite(statistic.applyAsDouble(groups));
        double[] drawn = new double[resampling.draws()];
        int[][] chosen = new int[groups.length][];
        for (int d = 0; d < drawn.length; d++) {
            Progress.checkCancelled("resampling");
            SplittableRandom random = resampling.random(d);
            for (int g = 0; g < groups.length; g++) {
                int[] group = groups[g];
                chosen[g] = new int[group.length];
                for (int i = 0; i < group.length; i++) {
                    chosen[g][i] = group[random.nextInt(group.length)];
                }
            }
            drawn[d] = finite(statistic.applyAsDouble(chosen));
        }
        Arrays.sort(drawn);
        double[] at = {(1 - level) / 2, (1 + level) / 2};
        if (method == Method.BCA) {
            at = moved(at, drawn, observed, groups, statistic);
        }
        String words = String.format(
                java.util.Locale.ROOT,
                "%s bootstrap, %s%,d resamples, seed %d",
                method.word,
                what,
                drawn.length,
                resampling.seed());
        return new Interval(Quantiles.sorted(drawn, at[0]), Quantiles.sorted(drawn, at[1]), level, words);
    }

    /** Where BCa reads instead: bias from the resamples, acceleration from leaving out one item at a time. */
    private static double[] moved(
            double[] at, double[] drawn, double observed, int[][] groups, ToDoubleFunction<int[][]> statistic) {
        double below = 0;
        for (double d : drawn) {
            below += d < observed ? 1 : d == observed ? 0.5 : 0;
        }
        double bias = Moments.z(Math.max(0.5, Math.min(drawn.length - 0.5, below)) / drawn.length);
        double cubes = 0;
        double squares = 0;
        for (int g = 0; g < groups.length; g++) {
            int n = groups[g].length;
            double[] left = new double[n];
            int[][] without = groups.clone();
            for (int i = 0; i < n; i++) {
                Progress.checkCancelled("resampling");
                int out = i;
                int[] group = groups[g];
                without[g] = Arrays.stream(range(0, n))
                        .filter(j -> j != out)
                        .map(j -> group[j])
                        .toArray();
                left[i] = finite(statistic.applyAsDouble(without));
            }
            double mean = Moments.mean(left);
            for (double v : left) {
                double u = (n - 1) * (mean - v);
                cubes += u * u * u / ((double) n * n * n);
                squares += u * u / ((double) n * n);
            }
        }
        double a = squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
        double[] moved = new double[2];
        for (int i = 0; i < 2; i++) {
            double z = bias + Moments.z(at[i]);
            moved[i] = Moments.phi(bias + z / (1 - a * z));
        }
        return moved;
    }

    private static double finite(double statistic) {
        if (!Double.isFinite(statistic)) {
            throw new PatchclampException(
                    "A resample has the statistic " + statistic + ", and an interval cannot be read off.",
                    "a statistic that every resample has, or more items");
        }
        return statistic;
    }

    private static double[] picked(double[] x, int[] chosen) {
        double[] out = new double[chosen.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[chosen[i]];
        }
        return out;
    }

    private static int[] range(int from, int to) {
        return java.util.stream.IntStream.range(from, to).toArray();
    }
}
