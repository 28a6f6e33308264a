package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.figure.EffectChart;
import io.patchclamp.sweep.Cell;
import io.patchclamp.sweep.LesionEffect;

/** A lesion sweep: the largest effects in a table, and a map where each layer has as many units. */
final class LesionView {
    private static final int TOP = 15;
    private static final int WIDEST = 64;

    private LesionView() {}

    static Part of(LesionEffect effect) {
        int cells = effect.cells().size();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Lesion of " + effect.provenance().details().getOrDefault("selector", "")));
        String unit =
                effect.metric().unit().isEmpty() ? "" : " " + effect.metric().unit();
        parts.add(Part.paragraph(effect.metric() + " without a lesion " + Quantity.real(baseline(effect)) + unit
                + ", mean over " + Quantity.count(effect.trials().count(), "trial") + "; "
                + Quantity.count(cells, "cell") + ", each removed by itself"));
        effect.warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        EffectChart.of(effect).ifPresent(figure -> parts.add(new Part.Picture(figure)));
        map(effect).ifPresent(numbers -> parts.add(Part.folded("the map in numbers", numbers)));
        double limit = limit(effect);
        List<Integer> order = IntStream.range(0, cells)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -size(effect.mean(c))))
                .limit(TOP)
                .toList();
        parts.add(Part.grid(
                List.of("removed", "mean effect", "least", "most"),
                order.stream().map(c -> row(effect, c, limit)).toList()));
        if (cells > TOP) {
            parts.add(Part.note("the " + TOP + " largest of " + Quantity.count(cells, "mean effect")
                    + "; none is corrected for having been picked"));
        }
        parts.add(ProvenanceView.folded(effect.provenance()));
        return Part.stack(parts);
    }

    /** Round-off, which differs from processor to processor, puts nothing first. */
    private static double size(double mean) {
        return Math.abs(mean) <= LesionEffect.ROUND_OFF ? 0 : Math.abs(mean);
    }

    private static List<String> row(LesionEffect effect, int cell, double limit) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < effect.trials().count(); t++) {
            least = Math.min(least, effect.effect().get(cell, t));
            most = Math.max(most, effect.effect().get(cell, t));
        }
        return List.of(
                effect.cells().get(cell).name(),
                Quantity.among(effect.mean(cell), limit),
                Quantity.among(least, limit),
                Quantity.among(most, limit));
    }

    private static double baseline(LesionEffect effect) {
        double sum = 0;
        for (int t = 0; t < effect.trials().count(); t++) {
            sum += effect.baseline().get(t);
        }
        return sum / effect.trials().count();
    }

    private static java.util.Optional<Part> map(LesionEffect effect) {
        List<Integer> layers =
                effect.cells().stream().map(Cell::layer).distinct().toList();
        int width = effect.cells().size() / layers.size();
        boolean even = effect.cells().stream().allMatch(c -> c.unit() >= 0)
                && layers.size() > 1
                && width <= WIDEST
                && IntStream.range(0, effect.cells().size())
                        .allMatch(c ->
                                effect.cells().get(c).layer() == layers.get(Math.min(layers.size() - 1, c / width)));
        if (!even) {
            return java.util.Optional.empty();
        }
        double limit = limit(effect);
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int row = 0; row < layers.size(); row++) {
            List<Part.Shades.Shade> shades = new ArrayList<>();
            for (int c = row * width; c < (row + 1) * width; c++) {
                double mean = effect.mean(c);
                shades.add(new Part.Shades.Shade(
                        "",
                        effect.cells().get(c).name() + "\n" + Quantity.among(mean, limit),
                        limit == 0 ? 0 : mean / limit));
            }
            lines.add(new Part.Shades.Line("L" + layers.get(row), shades));
        }
        List<String> columns = effect.cells().subList(0, width).stream()
                .map(c -> String.valueOf(c.unit()))
                .toList();
        return java.util.Optional.of(Part.Shades.upwards(
                columns,
                lines,
                "heads or units",
                "mean effect of removing each; colour full at ±" + Quantity.real(limit)));
    }

    private static double limit(LesionEffect effect) {
        return IntStream.range(0, effect.cells().size())
                .mapToDouble(c -> Math.abs(effect.mean(c)))
                .max()
                .orElse(0);
    }
}
