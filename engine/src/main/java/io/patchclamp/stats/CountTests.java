package io.patchclamp.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.SignificanceResult;

/** Tests of counts. */
public final class CountTests {
    private CountTests() {}

    /**
     * Whether rows and columns of a table depend on each other (Pearson's χ², without continuity correction).
     *
     * @param table {@code [row][column]} of counts, at least 2 by 2
     * @return χ², degrees of freedom, p; Cramér's V
     */
    public static TestResult chiSquare(long[][] table) {
        String name = "χ² test";
        long n = checked(name, table);
        ChiSquareTest test = ChiSquareTest.withDefaults();
        SignificanceResult result = test.test(table);
        int smaller = Math.min(table.length, table[0].length) - 1;
        List<String> notes = new ArrayList<>();
        double least = leastExpected(table, n);
        if (least < 5) {
            notes.add("a cell expects " + Notes.number(least) + " items, and below 5 χ² is rough");
        }
        return new TestResult(
                name,
                "χ²",
                result.getStatistic(),
                List.of((table.length - 1.0) * (table[0].length - 1.0)),
                result.getPValue(),
                List.of(new Effect("Cramér's V", Math.sqrt(result.getStatistic() / (n * smaller)), Optional.empty())),
                Basis.of(Map.of("table", Math.toIntExact(n)), name, Tail.TWO_SIDED),
                notes);
    }

    /**
     * Whether rows and columns of a 2 by 2 table depend on each other, exact (Fisher 1935).
     *
     * @param table {@code [row][column]} of counts
     * @param tail which odds ratios count: greater or less than 1
     * @return the sample's odds ratio, p
     */
    public static TestResult fisher(int[][] table, Tail tail) {
        String name = "Fisher's exact test";
        if (table.length != 2 || table[0].length != 2 || table[1].length != 2) {
            throw new PatchclampException(name + " takes a table of 2 by 2.", "CountTests.chiSquare for larger tables");
        }
        long[][] wide = {{table[0][0], table[0][1]}, {table[1][0], table[1][1]}};
        checked(name, wide);
        double p = tail == Tail.TWO_SIDED
                ? twoSided(table)
                : FisherExactTest.withDefaults()
                        .with(MeanTests.alternative(tail))
                        .test(table)
                        .getPValue();
        double odds = (double) table[0][0] * table[1][1] / ((double) table[0][1] * table[1][0]);
        return new TestResult(
                name,
                "OR",
                odds,
                List.of(),
                Math.min(1, p),
                List.of(new Effect("odds ratio", odds, Optional.empty())),
                Basis.of(rows(wide), name, tail),
                List.of());
    }

    /**
     * Whether items change in one direction more often than in the other, exact (McNemar 1947): the items that changed
     * are tosses of a coin.
     *
     * @param onlyFirst items right under the first condition alone
     * @param onlySecond items right under the second alone
     * @return the smaller count, p; the odds ratio
     */
    public static TestResult mcNemar(int onlyFirst, int onlySecond) {
        String name = "McNemar's exact test";
        int n = onlyFirst + onlySecond;
        changed(name, onlyFirst, onlySecond);
        int smaller = Math.min(onlyFirst, onlySecond);
        double p = twoSided(n, smaller, 0.5);
        Map<String, Integer> changed = new LinkedHashMap<>();
        changed.put("only first", onlyFirst);
        changed.put("only second", onlySecond);
        List<String> notes = new ArrayList<>();
        Notes.smallest(notes, Notes.flipsLeast(n, Tail.TWO_SIDED), n);
        return new TestResult(
                name,
                "b",
                smaller,
                List.of(),
                Math.min(1, p),
                List.of(new Effect("odds ratio", (double) onlyFirst / onlySecond, Optional.empty())),
                Basis.of(changed, name, Tail.TWO_SIDED),
                notes);
    }

    /**
     * McNemar's χ² with the continuity correction, where the exact test is not wanted.
     *
     * @param onlyFirst items right under the first condition alone
     * @param onlySecond items right under the second alone
     * @return {@code (|b - c| - 1)² / (b + c)}
     */
    public static double mcNemarChiSquare(int onlyFirst, int onlySecond) {
        changed("McNemar's χ² test", onlyFirst, onlySecond);
        double d = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
        return d * d / (onlyFirst + onlySecond);
    }

    /**
     * Whether a proportion differs from a number, exact.
     *
     * @param successes how many
     * @param n of how many
     * @param probability the number, such as 0.5
     * @param tail which differences count
     * @return the count, p; the proportion with Wilson's interval
     */
    public static TestResult binomial(int successes, int n, double probability, Tail tail) {
        String name = "binomial test";
        Intervals.counts(successes, n);
        Checked.share("probability", probability);
        double p = tail == Tail.TWO_SIDED
                ? twoSided(n, successes, probability)
                : BinomialTest.withDefaults()
                        .with(MeanTests.alternative(tail))
                        .test(n, successes, probability)
                        .getPValue();
        return new TestResult(
                name,
                "successes",
                successes,
                List.of(),
                Math.min(1, p),
                List.of(new Effect(
                        "proportion", (double) successes / n, Optional.of(Intervals.wilson(successes, n, 0.95)))),
                Basis.of(Map.of("items", n), name + ", exact, against " + probability, tail),
                List.of());
    }

    private static void changed(String name, int onlyFirst, int onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond < 1) {
            throw new PatchclampException(
                    name + " counts items that changed, and got " + onlyFirst + " and " + onlySecond + ".",
                    "at least one item that changed");
        }
    }

    /**
     * The sum over all counts that are no more probable than the observed one. Ours, for the library's leaves out counts that
     * are exactly as probable where round-off makes them a little more so: 21 of 50 at .5 has .3222, and not .2624.
     */
    private static double twoSided(int n, int successes, double probability) {
        BinomialDistribution all = new BinomialDistribution(null, n, probability);
        double most = all.probability(successes) * (1 + 1e-7);
        double p = 0;
        for (int k = 0; k <= n; k++) {
            double one = all.probability(k);
            p += one <= most ? one : 0;
        }
        return Math.min(1, p);
    }

    /** The same over all tables with these margins: of 2, 3 and 0, 2 another is exactly as probable, and p is 1, not .5238. */
    private static double twoSided(int[][] table) {
        int row = table[0][0] + table[0][1];
        int column = table[0][0] + table[1][0];
        HypergeometricDistribution all =
                new HypergeometricDistribution(null, row + table[1][0] + table[1][1], column, row);
        double most = all.probability(table[0][0]) * (1 + 1e-7);
        double p = 0;
        for (int k = all.getSupportLowerBound(); k <= all.getSupportUpperBound(); k++) {
            double one = all.probability(k);
            p += one <= most ? one : 0;
        }
        return Math.min(1, p);
    }

    private static long checked(String name, long[][] table) {
        long n = 0;
        boolean fits = table.length > 1 && table[0].length > 1;
        long[] columns = new long[table.length == 0 ? 0 : table[0].length];
        for (long[] row : table) {
            fits &= row.length == columns.length;
            long sum = 0;
            for (int c = 0; fits && c < row.length; c++) {
                fits = row[c] >= 0;
                sum += row[c];
                columns[c] += row[c];
            }
            fits &= sum > 0;
            n += sum;
        }
        for (long column : columns) {
            fits &= column > 0;
        }
        if (!fits) {
            throw new PatchclampException(
                    "The " + name + " takes a table of counts, and got " + java.util.Arrays.deepToString(table) + ".",
                    "at least 2 rows and 2 columns of the same length, none negative, none of only zeros");
        }
        return n;
    }

    private static Map<String, Integer> rows(long[][] table) {
        Map<String, Integer> n = new LinkedHashMap<>();
        for (int r = 0; r < table.length; r++) {
            n.put(
                    "row " + (r + 1),
                    Math.toIntExact(java.util.Arrays.stream(table[r]).sum()));
        }
        return n;
    }

    private static double leastExpected(long[][] table, long n) {
        double least = Double.POSITIVE_INFINITY;
        for (long[] row : table) {
            for (int c = 0; c < row.length; c++) {
                double column = 0;
                for (long[] other : table) {
                    column += other[c];
                }
                least = Math.min(least, java.util.Arrays.stream(row).sum() * column / n);
            }
        }
        return least;
    }
}
