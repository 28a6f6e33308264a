package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Unit;

/** Epochs before anything is made of them: how many trials have each offset, and which trials are not here. */
final class EpochsView {
    private EpochsView() {}

    static Part of(Epochs epochs) {
        List<Part> parts = new ArrayList<>();
        List<Unit> units = epochs.units();
        parts.add(Part.heading("Epochs: " + Quantity.count(epochs.count(), "trial") + ", "
                + Quantity.count(units.size(), "unit") + ", offsets "
                + epochs.alignment().from() + " to " + epochs.alignment().to()));
        List<Integer> counts = epochs.counts();
        List<String> columns = epochs.offsets().stream()
                .map(o -> o > 0 ? "+" + o : String.valueOf(o))
                .toList();
        parts.add(new Part.Shades(
                columns,
                List.of(
                        new Part.Shades.Line(
                                "n",
                                counts.stream()
                                        .map(n -> new Part.Shades.Shade(
                                                String.valueOf(n), n + " trials", -0.7 * n / epochs.count()))
                                        .toList()),
                        new Part.Shades.Line(
                                "tokens",
                                epochs.offsets().stream()
                                        .map(o -> tokens(epochs, o))
                                        .toList())),
                "trials that have each offset, of " + epochs.count()
                        + ", and how many different tokens they have there"));
        epochs.notes().forEach(n -> parts.add(Part.note(n)));
        parts.add(TrialViews.of(epochs.log()));
        parts.add(Part.folded(
                "units",
                Part.paragraph(units.get(0).name()
                        + (units.size() > 1
                                ? " to " + units.get(units.size() - 1).name()
                                : ""))));
        parts.add(ProvenanceView.folded(epochs.provenance()));
        return Part.stack(parts);
    }

    private static Part.Shades.Shade tokens(Epochs epochs, int offset) {
        Set<String> seen = new TreeSet<>();
        for (int t = 0; t < epochs.count(); t++) {
            if (epochs.has(t, offset)) {
                seen.add(epochs.token(t, offset));
            }
        }
        String some = String.join(", ", seen.stream().limit(12).toList()) + (seen.size() > 12 ? ", …" : "");
        return new Part.Shades.Shade(seen.size() == 1 ? some : String.valueOf(seen.size()), some, 0);
    }
}
