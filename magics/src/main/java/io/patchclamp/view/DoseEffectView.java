package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.figure.DoseChart;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.trial.Reuse;

/** Doses of a vector, each with its interval, beside random vectors, and where the model stops making sense. */
final class DoseEffectView {
    private DoseEffectView() {}

    static Part of(DoseEffect effect) {
        List<Part> parts = new ArrayList<>();
        int trials = effect.trials().count();
        String unit =
                effect.metric().unit().isEmpty() ? "" : " " + effect.metric().unit();
        parts.add(Part.heading((effect.circular() ? Reuse.STAMP + " · " : "") + "Doses of " + effect.vector() + " at "
                + effect.site()));
        double baseline = 0;
        for (float b : effect.baseline().toArray()) {
            baseline += b / (double) trials;
        }
        parts.add(Part.paragraph(effect.metric() + " without it " + Quantity.real(baseline) + unit + ", mean over "
                + Quantity.count(trials, "trial")));
        parts.add(new Part.Picture(DoseChart.of(effect)));
        parts.add(Part.grid(header(effect), rows(effect)));
        effect.trend().ifPresent(t -> {
            effect.expected().ifPresent(h -> parts.add(Part.paragraph("The hypothesis is " + h.verdict(t.p()))));
            Views.parts(t).ifPresent(parts::add);
        });
        effect.metric().onlyRises().ifPresent(n -> parts.add(Part.note("Note: " + n)));
        effect.curves().forEach(c -> parts.add(Part.note(c.words())));
        parts.add(Part.facts(
                "dose 0",
                effect.unchangedAtZero() + " of " + trials + " trials are unchanged, to the bit",
                "random vectors",
                effect.random().shape()[0] + ", as long as " + effect.vector()));
        parts.add(ProvenanceView.folded(effect.provenance()));
        return Part.stack(parts);
    }

    private static List<String> header(DoseEffect effect) {
        List<String> header = new ArrayList<>(List.of(
                "dose",
                "mean effect",
                "95 % over trials",
                effect.direction() == Tail.TWO_SIDED ? "against the mean" : "against the hypothesis"));
        if (effect.random().size() > 0) {
            header.add("random vectors");
        }
        if (!effect.loss().isEmpty()) {
            header.add("perplexity of neutral text");
        }
        return header;
    }

    private static List<List<String>> rows(DoseEffect effect) {
        double limit = IntStream.range(0, effect.doses().size())
                .mapToDouble(d -> Math.abs(effect.mean(d)))
                .max()
                .orElse(0);
        List<List<String>> rows = new ArrayList<>();
        for (int d = 0; d < effect.doses().size(); d++) {
            List<String> row = new ArrayList<>();
            row.add(Quantity.real(effect.doses().get(d)));
            row.add(Quantity.among(effect.mean(d), limit));
            row.add(effect.interval(d)
                    .map(ci -> Quantity.among(ci.low(), limit) + " to " + Quantity.among(ci.high(), limit))
                    .orElse(""));
            row.add(Quantity.count(Math.round(100 * effect.wrongWay(d))) + " %");
            int vectors = effect.random().shape()[0];
            if (vectors > 0) {
                double[] others = new double[vectors];
                for (int k = 0; k < vectors; k++) {
                    others[k] = effect.random().get(k, d);
                }
                row.add(Quantity.among(Arrays.stream(others).min().orElseThrow(), limit) + " to "
                        + Quantity.among(Arrays.stream(others).max().orElseThrow(), limit));
            }
            if (!effect.loss().isEmpty()) {
                row.add(Quantity.real(Math.exp(effect.loss().get(d))));
            }
            rows.add(row);
        }
        return rows;
    }
}
