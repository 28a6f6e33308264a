package io.patchclamp.view;

import java.util.IntSummaryStatistics;
import java.util.stream.Collectors;

import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;

/** What a p rests on, in one line. */
final class BasisView {
    /** So many groups are counted and not listed. */
    private static final int MANY = 12;

    private BasisView() {}

    private static String each(Basis basis) {
        return basis.n().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String summed(Basis basis) {
        IntSummaryStatistics n =
                basis.n().values().stream().mapToInt(Integer::intValue).summaryStatistics();
        String range = n.getMin() == n.getMax() ? String.valueOf(n.getMin()) : n.getMin() + " to " + n.getMax();
        return n.getSum() + " in " + n.getCount() + " groups of " + range;
    }

    static Part of(Basis basis) {
        String n = basis.n().size() > MANY ? summed(basis) : each(basis);
        String seed = basis.seed().isPresent() ? "; seed " + basis.seed().getAsLong() : "; no random numbers";
        String correction = basis.correction() == Correction.NONE
                ? "; uncorrected, " + Quantity.count(basis.family(), "question")
                : "; " + basis.correction().word() + " over " + Quantity.count(basis.family());
        return Part.note("unit of analysis: " + basis.unit() + " (n: " + n + "); population: " + basis.population()
                + "; " + basis.method() + "; " + basis.tail().word() + correction + seed);
    }
}
