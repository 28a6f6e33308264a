package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.patchclamp.figure.LocalizerChart;
import io.patchclamp.lesion.Localization;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.PValue;
import io.patchclamp.stats.Power;

/** The units that were found, how far the map replicates, and in which layers they sit. */
final class LocalizationView {
    private static final int TOP = 10;

    private LocalizationView() {}

    static Part of(Localization found) {
        int n = found.units().size();
        int selected = found.chosen().size();
        long corrected = found.chosen().stream()
                .filter(u -> found.selecting().p(u) <= 0.05)
                .count();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Localizer " + found.column() + ": " + found.preferred() + " > " + found.other()));
        parts.add(Part.facts(
                "selected",
                Quantity.count(selected) + " of " + Quantity.count(n, "unit") + " by Welch's t on S",
                "of these at p ≤ .05",
                Quantity.count(corrected) + ", corrected by max-T over "
                        + Quantity.count(found.selecting().basis().family(), "unit"),
                "halves",
                found.split().toString(),
                "also the top on T",
                "Dice " + Quantity.probability(found.dice()) + ", by chance "
                        + Quantity.probability((double) selected / n),
                "rank correlation of the maps",
                Quantity.real(found.rank()) + " between S and T"));
        parts.add(Part.grid(
                List.of("unit", "t on S", "p (max-T)", "t on T"),
                found.chosen().stream()
                        .limit(TOP)
                        .map(u -> List.of(
                                found.units().get(u).name(),
                                Quantity.real(found.selecting().t(u)),
                                PValue.of(found.selecting().p(u)),
                                Quantity.real(found.held().t(u))))
                        .toList()));
        if (selected > TOP) {
            parts.add(Part.note("the " + TOP + " largest of " + Quantity.count(selected)
                    + "; t on S is larger than it would be on new stimuli, since these units were picked by it"));
        }
        parts.add(new Part.Picture(LocalizerChart.of(found)));
        parts.add(layers(found));
        found.split().warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        found.selecting().notes().forEach(note -> parts.add(Part.note("Note: " + note)));
        Basis basis = found.selecting().basis();
        List<Integer> halves = List.copyOf(basis.n().values());
        parts.add(Part.note("on S, " + Power.line(halves.get(0), halves.get(1), basis.family())));
        parts.add(BasisView.of(basis));
        parts.add(Part.note(
                "%%lesion @NAME removes them, on T or other stimuli; .set() has all of them, .split().t() has T"));
        parts.add(ProvenanceView.folded(found.provenance()));
        return Part.stack(parts);
    }

    private static Part layers(Localization found) {
        List<String> columns = new ArrayList<>();
        List<Part.Shades.Shade> shades = new ArrayList<>();
        int most = found.layers().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        Map<Integer, Integer> all = new TreeMap<>();
        found.units().forEach(u -> all.put(u.site().layer(), 0)); // a layer without any has its place on the axis
        all.putAll(found.layers());
        for (Map.Entry<Integer, Integer> layer : all.entrySet()) {
            columns.add("L" + layer.getKey());
            shades.add(new Part.Shades.Shade(
                    String.valueOf(layer.getValue()),
                    layer.getValue() + " selected in layer " + layer.getKey(),
                    (double) layer.getValue() / most));
        }
        return new Part.Shades(
                columns,
                List.of(new Part.Shades.Line("units", shades)),
                "selected units a layer; colour full at " + most);
    }
}
