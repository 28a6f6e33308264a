package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.figure.RdmChart;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.stats.PValue;

/** Matrices as a picture, and a row for each site and model. */
final class RdmView {
    private RdmView() {}

    static Part of(RdmReading reading) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "Distances of '" + reading.column() + "': " + reading.measure().word()));
        parts.add(new Part.Picture(RdmChart.of(reading)));
        List<List<String>> rows = new ArrayList<>();
        for (RdmReading.Fit fit : reading.fits()) {
            rows.add(List.of(
                    fit.site(),
                    fit.model(),
                    three(fit.value()),
                    three(fit.inParts()),
                    PValue.of(fit.p()),
                    PValue.of(fit.corrected())));
        }
        if (!rows.isEmpty()) {
            parts.add(Part.grid(
                    List.of(
                            reading.course().word(),
                            "model",
                            reading.agreement().word(),
                            "in parts",
                            "p",
                            "p corrected"),
                    rows));
        }
        if (!reading.ceilings().isEmpty()) {
            List<List<String>> ceilings = new ArrayList<>();
            for (int s = 0; s < reading.rdms().size(); s++) {
                ceilings.add(List.of(
                        reading.rdms().get(s).name(),
                        three(reading.ceilings().get(s).lower()),
                        three(reading.ceilings().get(s).upper())));
            }
            parts.add(Part.folded(
                    "what the best model could reach in parts",
                    Part.grid(List.of(reading.course().word(), "lower", "upper"), ceilings)));
        }
        reading.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(reading.basis()));
        parts.add(ProvenanceView.folded(reading.provenance()));
        return Part.stack(parts);
    }

    private static String three(double x) {
        return Double.isNaN(x) ? "NaN" : String.format(Locale.ROOT, "%.3f", x);
    }
}
