package io.patchclamp.view;

import java.util.stream.Collectors;

import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;

/** What a p rests on, in one line. */
final class BasisView {
    private BasisView() {}

    static Part of(Basis basis) {
        String n = basis.n().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        String seed = basis.seed().isPresent() ? "; seed " + basis.seed().getAsLong() : "; no random numbers";
        String correction = basis.correction() == Correction.NONE
                ? "; uncorrected, " + Quantity.count(basis.family(), "question")
                : "; " + basis.correction().word() + " over " + Quantity.count(basis.family());
        return Part.note("unit of analysis: " + basis.unit() + " (n: " + n + "); population: " + basis.population()
                + "; " + basis.method() + "; " + basis.tail().word() + correction + seed);
    }
}
