package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.lesion.UnitSet;

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
}
