package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.figure.PcaChart;
import io.patchclamp.geometry.PcaReading;

/** Components as a picture, and a row for each of the first. */
final class PcaView {
    private static final int SHOWN = 10;

    private PcaView() {}

    static Part of(PcaReading reading) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                reading.isPath()
                        ? "Components of condition means through "
                                + Quantity.count(
                                        reading.steps().size(), reading.course().word())
                        : "Components of " + reading.steps().get(0)));
        parts.add(new Part.Picture(PcaChart.of(reading)));
        parts.add(Part.paragraph(String.format(
                Locale.ROOT,
                "participation ratio %.2f: the variance is spread over about so many of %d axes",
                reading.participation(),
                reading.variances().size())));
        List<List<String>> rows = new ArrayList<>();
        double sum = 0;
        for (int k = 0; k < Math.min(SHOWN, reading.variances().size()); k++) {
            sum += reading.share(k);
            rows.add(List.of(
                    String.valueOf(k + 1),
                    Quantity.real(reading.variances().get(k)),
                    three(reading.share(k)),
                    three(sum),
                    k < reading.held().size() ? three(reading.held().get(k)) : ""));
        }
        parts.add(Part.grid(List.of("component", "variance", "share", "together", "in left-out trials"), rows));
        reading.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(ProvenanceView.folded(reading.provenance()));
        return Part.stack(parts);
    }

    private static String three(double x) {
        return String.format(Locale.ROOT, "%.3f", x);
    }
}
