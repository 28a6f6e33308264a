package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.statistics.inference.OneWayAnova;

/** Tests of more than two groups. */
public final class GroupTests {
    /** Which numbers a test has place for. */
    private interface Check {
        double[] of(String test, String which, double[] x, int least);
    }

    private GroupTests() {}

    /**
     * Whether any of several means differs, where variances are alike (one-way analysis of variance).
     *
     * @param groups one sample a condition, one number an item
     * @return F, degrees of freedom between and within, p; η² (of this sample) and ω² (of the population)
     */
    public static TestResult anova(double[]... groups) {
        String name = "one-way ANOVA";
        double[] all = checked(Checked::numbers, name, groups, 2);
        Checked.varied(name, groups);
        OneWayAnova.Result result = OneWayAnova.withDefaults().test(List.of(groups));
        double between = 0;
        double total = 0;
        double mean = Moments.mean(all);
        for (double[] group : groups) {
            double d = Moments.mean(group) - mean;
            between += group.length * d * d;
        }
        for (double v : all) {
            total += (v - mean) * (v - mean);
        }
        int k = groups.length;
        double within = (total - between) / (all.length - k);
        return new TestResult(
                name,
                "F",
                result.getStatistic(),
                List.of(k - 1.0, (double) (all.length - k)),
                result.getPValue(),
                List.of(
                        new Effect("η²", between / total, Optional.empty()),
                        new Effect("ω²", (between - (k - 1) * within) / (total + within), Optional.empty())),
                Basis.of(sizes(groups), name, Tail.TWO_SIDED),
                List.of());
    }

    /**
     * Whether numbers of any of several groups tend to be larger (Kruskal and Wallis 1952), corrected for ties.
     *
     * @param groups one sample a condition, one number an item
     * @return H, degrees of freedom, p from the χ² distribution; ε²
     */
    public static TestResult kruskal(double[]... groups) {
        String name = "Kruskal-Wallis test";
        double[] all = checked(Checked::orders, name, groups, 1);
        Checked.ordered(name, all);
        double[] sorted = Ranks.sorted(all);
        double n = all.length;
        double h = 0;
        for (double[] group : groups) {
            double sum = 0;
            for (double r : Ranks.mid(group, sorted)) {
                sum += r;
            }
            h += sum * sum / group.length;
        }
        h = (12 / (n * (n + 1)) * h - 3 * (n + 1)) / (1 - Ranks.ties(all) / (n * n * n - n));
        double df = groups.length - 1.0;
        List<String> notes = new ArrayList<>();
        int least = sizes(groups).values().stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(0);
        if (least < 5) {
            notes.add("p is that of χ², which is rough where a group has " + least + " items");
        }
        return new TestResult(
                name,
                "H",
                h,
                List.of(df),
                Gamma.regularizedGammaQ(df / 2, h / 2), // 1 less the cumulative one would be 0 below 1e-16
                List.of(new Effect("ε²", h / (n - 1), Optional.empty())),
                Basis.of(sizes(groups), name + ", corrected for ties", Tail.TWO_SIDED),
                notes);
    }

    private static double[] checked(Check check, String name, double[][] groups, int least) {
        if (groups.length < 2) {
            throw new PatchclampException(
                    "The " + name + " compares at least 2 groups, and got " + groups.length + ".",
                    "one sample for each condition");
        }
        double[] all = new double[0];
        for (int g = 0; g < groups.length; g++) {
            all = Moments.concatenated(all, check.of(name, "group " + (g + 1), groups[g], least));
        }
        return all;
    }

    private static Map<String, Integer> sizes(double[][] groups) {
        Map<String, Integer> n = new LinkedHashMap<>();
        for (int g = 0; g < groups.length; g++) {
            n.put("group " + (g + 1), groups[g].length);
        }
        return n;
    }
}
