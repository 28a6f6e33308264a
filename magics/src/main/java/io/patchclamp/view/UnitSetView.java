package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.lesion.UnitSet;
import io.patchclamp.phantom.Truth;

/** Units that are removed together: where they are, and by what they were chosen. */
final class UnitSetView {
    private UnitSetView() {}

    static Part of(UnitSet set) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(Quantity.count(set.count(), "unit") + ": " + set.name()));
        parts.add(Part.grid(
                List.of("site", "units", "of"),
                set.where().preview().stream()
                        .map(row -> List.of(row.name(), row.units(), Quantity.count(row.available())))
                        .toList()));
        parts.add(Part.note(
                set.chosenOn().isEmpty()
                        ? "named without looking at responses"
                        : "chosen by the responses to "
                                + (set.chosenOn().size() == 1
                                        ? "one stimulus"
                                        : Quantity.count(set.chosenOn().size()) + " stimuli")
                                + ", on which it may not be tested"));
        return Part.stack(parts);
    }

    /** What is planted in a phantom. */
    static Part of(Truth truth) {
        return Part.stack(List.of(
                Part.heading(Quantity.count(truth.planted().size(), "planted unit") + " at " + truth.at()),
                Part.grid(
                        List.of("unit", "selective", "causal", "d", "role"),
                        truth.planted().stream()
                                .map(p -> List.of(
                                        p.unit(),
                                        p.selective() ? "yes" : "no",
                                        p.causal() ? "yes" : "no",
                                        Quantity.real(p.d()),
                                        p.role()))
                                .toList()),
                Part.note("all other units of these sites are null")));
    }
}
