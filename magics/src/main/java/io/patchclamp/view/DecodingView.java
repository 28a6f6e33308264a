package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.figure.DecodingChart;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.DecodedPlace;
import io.patchclamp.stats.PValue;

/** What can be read from where: a picture, and a row a place. */
final class DecodingView {
    private DecodingView() {}

    static Part of(Decoded decoding) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Decoding '" + decoding.column() + "': " + String.join(", ", decoding.classes())));
        parts.add(new Part.Picture(DecodingChart.of(decoding)));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < decoding.places().size(); i++) {
            rows.add(row(decoding.places().get(i), decoding.p(i)));
        }
        for (DecodedPlace baseline : decoding.baselines()) {
            rows.add(row(baseline, baseline.p()));
        }
        parts.add(Part.grid(
                List.of("read from", "numbers", "accuracy", "95 % over folds", "shuffled labels", "AUC", "p"), rows));
        if (!decoding.baselines().isEmpty()) {
            parts.add(Part.note("the last " + decoding.baselines().size()
                    + ": what text length and position give without the model" + " (their p uncorrected)"));
        }
        decoding.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(decoding.basis()));
        parts.add(ProvenanceView.folded(decoding.provenance()));
        return Part.stack(parts);
    }

    private static List<String> row(DecodedPlace place, double p) {
        return List.of(
                place.name(),
                Quantity.count(place.units()),
                three(place.meanAccuracy()),
                place.interval()
                        .map(ci -> three(Math.max(0, ci.low())) + " to " + three(Math.min(1, ci.high())))
                        .orElse("all folds alike"),
                three(place.nullQuantile(0.025)) + " to " + three(place.nullQuantile(0.975)),
                three(place.meanArea()),
                PValue.of(p));
    }

    private static String three(double x) {
        return String.format(Locale.ROOT, "%.3f", x);
    }
}
