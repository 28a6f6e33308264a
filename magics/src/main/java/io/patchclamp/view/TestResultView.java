package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.patchclamp.stats.Cluster;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.Effect;
import io.patchclamp.stats.FamilyResult;
import io.patchclamp.stats.Interval;
import io.patchclamp.stats.PValue;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import io.patchclamp.stats.UnitState;

/** A test as a report has it: statistic, degrees of freedom, p, effects with intervals, and what it rests on. */
final class TestResultView {
    private static final int MOST = 10;
    private static final double ALPHA = 0.05;

    private TestResultView() {}

    static Part of(TestResult test) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(test.name()));
        parts.add(Part.paragraph(
                test.symbol() + df(test) + " = " + Quantity.real(test.statistic()) + ", " + PValue.words(test.p())));
        if (!test.effects().isEmpty()) {
            parts.add(Part.grid(
                    List.of("effect", "value", "interval"),
                    test.effects().stream()
                            .map(e -> List.of(e.name(), Quantity.real(e.value()), interval(e)))
                            .toList()));
        }
        test.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(test.basis()));
        return Part.stack(parts);
    }

    static Part of(FamilyResult family) {
        List<Part> parts = new ArrayList<>();
        List<Integer> significant = family.significant(ALPHA);
        parts.add(Part.heading(family.name() + " of " + Quantity.count(family.units(), "unit")));
        parts.add(Part.paragraph(Quantity.count(significant.size(), "unit") + " of "
                + Quantity.count(family.count(UnitState.TESTED)) + " tested at corrected p ≤ .05"
                + (Double.isNaN(family.criterion(ALPHA))
                        ? ""
                        : ", from " + size(family.basis().tail()) + " = " + Quantity.real(family.criterion(ALPHA))
                                + " on")));
        if (!significant.isEmpty()) {
            parts.add(Part.grid(
                    List.of("unit", "t", "corrected p"),
                    significant.stream()
                            .limit(MOST)
                            .map(u -> List.of(String.valueOf(u), Quantity.real(family.t(u)), PValue.of(family.p(u))))
                            .toList()));
        }
        family.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(family.basis()));
        return Part.stack(parts);
    }

    /** What counts as far out, by the tail. */
    static String size(Tail tail) {
        return switch (tail) {
            case TWO_SIDED -> "|t|";
            case GREATER -> "t";
            case LESS -> "-t";
        };
    }

    static Part of(ClusterResult result) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Cluster permutation test"));
        parts.add(Part.paragraph(Quantity.count(result.clusters().size(), "cluster") + " beyond "
                + Quantity.real(result.threshold()) + ", "
                + Quantity.count(result.significant(ALPHA).size()) + " at p ≤ .05"));
        if (!result.clusters().isEmpty()) {
            parts.add(Part.grid(
                    List.of("cells", "mass", "p"),
                    result.clusters().stream()
                            .limit(MOST)
                            .map(c -> List.of(cells(c), Quantity.real(c.mass()), PValue.of(c.p())))
                            .toList()));
        }
        result.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(result.basis()));
        return Part.stack(parts);
    }

    private static String cells(Cluster cluster) {
        return String.valueOf(cluster.cells().size());
    }

    /** Such as {@code (2, 57)}, behind the symbol. */
    static String df(TestResult test) {
        return test.df().isEmpty()
                ? ""
                : "(" + test.df().stream().map(TestResultView::df).collect(Collectors.joining(", ")) + ")";
    }

    private static String df(double df) {
        return df == Math.rint(df) ? Quantity.count((long) df) : String.format(Locale.ROOT, "%.2f", df);
    }

    private static String interval(Effect effect) {
        if (effect.interval().isEmpty()) {
            return "";
        }
        Interval i = effect.interval().get();
        return String.format(Locale.ROOT, "%.4g %%", 100 * i.level()).replaceFirst("\\.?0+ %", " %") + ": "
                + Quantity.real(i.low()) + " to " + Quantity.real(i.high()) + " (" + i.method() + ")";
    }
}
