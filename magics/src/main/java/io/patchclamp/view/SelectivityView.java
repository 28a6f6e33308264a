package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.epoch.Selectivity;
import io.patchclamp.figure.NullChart;
import io.patchclamp.figure.VolcanoChart;
import io.patchclamp.stats.PValue;

/** Which units tell two conditions apart: two pictures, and the largest in a table. */
final class SelectivityView {
    private static final double ALPHA = 0.05;

    private SelectivityView() {}

    static Part of(Selectivity found) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "Selectivity by '" + found.column() + "': " + found.first() + " against " + found.second()));
        int significant = found.family().significant(ALPHA).size();
        parts.add(Part.paragraph(Quantity.count(significant, "unit") + " of "
                + Quantity.count(found.family().basis().family()) + " tested at corrected p ≤ .05"));
        parts.add(new Part.Picture(VolcanoChart.of(found)));
        parts.add(new Part.Picture(NullChart.of(found)));
        parts.add(Part.grid(
                List.of("unit", "d'", "AUC", "t", "corrected p"),
                found.top(Selectivity.NAMED).stream().map(u -> row(found, u)).toList()));
        parts.add(Part.note(
                "the " + Math.min(Selectivity.NAMED, found.family().basis().family())
                        + " largest |d'|: picked for being large, they are smaller on other items"));
        found.family().notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(Part.note("Detectable: " + found.detectable()));
        parts.add(BasisView.of(found.family().basis()));
        parts.add(ProvenanceView.folded(found.provenance()));
        return Part.stack(parts);
    }

    private static List<String> row(Selectivity found, int u) {
        return List.of(
                found.units().get(u).name(),
                String.format(Locale.ROOT, "%.2f", found.each().dPrime(u)),
                String.format(
                        Locale.ROOT,
                        "%.3f ± %.3f",
                        found.each().auc(u),
                        found.each().aucError(u)),
                String.format(Locale.ROOT, "%.2f", found.each().t(u)),
                PValue.of(found.family().p(u)));
    }
}
