package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.figure.AttentionChart;
import io.patchclamp.lens.AttentionReading;

/** Small multiples of a layer's heads, or one of them large; below, what each token looked at. */
final class AttentionReadingView {
    private static final int TRIALS = 2;
    private static final int LOOKED = 5;
    private static final int NUMBERED = 24;
    private static final int LONGEST = 14;

    private AttentionReadingView() {}

    static Part of(AttentionReading reading) {
        List<Part> parts = new ArrayList<>();
        int n = reading.texts().size();
        boolean large = reading.heads().size() == 1;
        for (int t = 0; t < Math.min(TRIALS, n); t++) {
            String heads = large ? " head " + reading.heads().get(0) : "";
            parts.add(Part.heading("Attention of L" + reading.layer() + heads + ": "
                    + Quantity.shortened(reading.texts().get(t).text(), 120)));
            parts.add(looked(reading, t));
            boolean numbered = large && reading.texts().get(t).count() <= NUMBERED;
            parts.add(numbered ? table(reading, t) : new Part.Picture(AttentionChart.of(reading, t)));
        }
        if (n > TRIALS) {
            parts.add(Part.note("the first " + TRIALS + " of " + Quantity.count(n, "trial") + "; %export has all"));
        }
        parts.add(ProvenanceView.folded(reading.provenance()));
        return Part.stack(parts);
    }

    /** One head, its numbers written. */
    private static Part table(AttentionReading reading, int t) {
        List<String> visible = reading.texts().get(t).visible();
        NamedArray pattern = reading.patterns().get(t);
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int q = 0; q < visible.size(); q++) {
            List<Part.Shades.Shade> cells = new ArrayList<>();
            for (int k = 0; k <= q; k++) {
                float p = pattern.get(0, q, k);
                cells.add(new Part.Shades.Shade(
                        p >= 0.005 ? String.format(Locale.ROOT, "%.2f", p) : "",
                        visible.get(q) + " → " + visible.get(k) + "\n" + Quantity.probability(p),
                        p));
            }
            for (int k = q + 1; k < visible.size(); k++) {
                cells.add(new Part.Shades.Shade("", "", Double.NaN));
            }
            lines.add(new Part.Shades.Line(shown(visible.get(q)), cells));
        }
        return new Part.Shades(
                visible.stream().map(AttentionReadingView::shown).toList(),
                lines,
                "rows: who looks; columns: what at; each row adds up to 1; colour full at 1");
    }

    private static String shown(String token) {
        return Quantity.shortened(token, LONGEST);
    }

    /** Under each token the one it looked at most, mean over the heads shown. */
    private static Part looked(AttentionReading reading, int t) {
        List<String> visible = reading.texts().get(t).visible();
        NamedArray pattern = reading.patterns().get(t);
        int heads = reading.heads().size();
        List<Part.Chip> chips = new ArrayList<>();
        for (int q = 0; q < visible.size(); q++) {
            double[] mean = new double[q + 1];
            for (int k = 0; k <= q; k++) {
                for (int h = 0; h < heads; h++) {
                    mean[k] += pattern.get(h, q, k) / heads;
                }
            }
            List<Integer> order = IntStream.rangeClosed(0, q)
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> -mean[k]))
                    .limit(LOOKED)
                    .toList();
            chips.add(new Part.Chip(
                    shown(visible.get(q)),
                    shown(visible.get(order.get(0))),
                    visible.get(q) + " looked at\n"
                            + order.stream()
                                    .map(k -> k + " " + visible.get(k) + " " + Quantity.probability(mean[k]))
                                    .collect(Collectors.joining("\n")),
                    Math.min(1, mean[order.get(0)])));
        }
        return new Part.Strip(chips);
    }
}
