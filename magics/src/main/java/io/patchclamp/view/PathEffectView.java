package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.figure.EffectChart;
import io.patchclamp.sweep.PathEffect;

/** Path patching: a map of senders and receivers, or of layers and heads where one receives, and the largest paths. */
final class PathEffectView {
    private static final int TOP = 15;
    private static final int WIDEST = 64;

    private final PathEffect paths;
    private final float[] effect;
    private final float[] recovered;
    private final int columns;
    private final double limit;

    private PathEffectView(PathEffect paths) {
        this.paths = paths;
        this.effect = paths.effect().toArray();
        this.recovered = paths.recovered().toArray();
        this.columns = paths.receivers().size();
        double most = 0;
        for (float e : effect) {
            most = Float.isNaN(e) ? most : Math.max(most, Math.abs(e));
        }
        this.limit = most;
    }

    static Part of(PathEffect paths) {
        return new PathEffectView(paths).part();
    }

    private Part part() {
        var made = paths.provenance().details();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Paths from " + made.getOrDefault("senders", "") + " to "
                + made.getOrDefault("receivers", "") + ", clean into corrupt"));
        parts.add(Part.paragraph(
                paths.metric() + ": clean " + Quantity.real(mean(paths.clean().toArray()))
                        + ", corrupt " + Quantity.real(mean(paths.corrupt().toArray())) + ", mean over "
                        + Quantity.count(paths.trials().count(), "pair") + "; attention between is held, MLPs are "
                        + made.getOrDefault("mlps", "")));
        paths.warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        parts.add(new Part.Picture(EffectChart.of(paths)));
        map().ifPresent(numbers -> parts.add(Part.folded("the map in numbers", numbers)));
        int[] order = IntStream.range(0, effect.length)
                .filter(i -> !Float.isNaN(effect[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(effect[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        if (order.length == 0) {
            parts.add(Part.note("none of the senders has a path to a receiver"));
        }
        parts.add(Part.grid(
                List.of("from", "to", "mean effect", "of the way", "least", "most"),
                IntStream.of(order).limit(TOP).mapToObj(this::row).toList()));
        if (order.length > TOP) {
            parts.add(Part.note("the " + TOP + " largest of " + Quantity.count(order.length, "mean effect")
                    + "; none is corrected for having been picked"));
        }
        parts.add(ProvenanceView.folded(paths.provenance()));
        return Part.stack(parts);
    }

    private List<String> row(int path) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < paths.trials().count(); t++) {
            double one = paths.effects().get(t, path / columns, path % columns);
            least = Math.min(least, one);
            most = Math.max(most, one);
        }
        return List.of(
                paths.senders().get(path / columns).name(),
                paths.receivers().get(path % columns).name(),
                Quantity.among(effect[path], limit),
                share(recovered[path]),
                Quantity.among(least, limit),
                Quantity.among(most, limit));
    }

    private Optional<Part> map() {
        String caption =
                "each path: how much of the way from corrupt (0) to clean (1) it goes, blank where there is none; "
                        + (limit == 0
                                ? "no path changes anything"
                                : "colour: the change, full at ±" + Quantity.real(limit));
        if (columns == 1) {
            return byHead(caption);
        }
        if (columns > WIDEST || paths.senders().size() > WIDEST) {
            return Optional.empty();
        }
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int s = 0; s < paths.senders().size(); s++) {
            int row = s;
            lines.add(new Part.Shades.Line(
                    paths.senders().get(s).name(),
                    IntStream.range(0, columns)
                            .mapToObj(c -> shade(row * columns + c))
                            .toList()));
        }
        return Optional.of(new Part.Shades(
                paths.receivers().stream().map(PathEffect.End::name).toList(), lines, caption));
    }

    /** One receiver: a line a layer, where each has equally many heads. */
    private Optional<Part> byHead(String caption) {
        List<Integer> layers =
                paths.senders().stream().map(PathEffect.End::layer).distinct().toList();
        int width = paths.senders().size() / layers.size();
        boolean even = paths.senders().size() > 1
                && width <= WIDEST
                && IntStream.range(0, paths.senders().size())
                        .allMatch(s -> paths.senders().get(s).head() >= 0
                                && paths.senders()
                                        .get(s)
                                        .name()
                                        .endsWith("["
                                                + paths.senders().get(s % width).head() + "]")
                                && s / width < layers.size()
                                && paths.senders().get(s).layer() == layers.get(s / width));
        if (!even) {
            return Optional.empty();
        }
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            lines.add(new Part.Shades.Line(
                    "L" + layers.get(l),
                    IntStream.range(l * width, (l + 1) * width)
                            .mapToObj(this::shade)
                            .toList()));
        }
        List<String> heads = paths.senders().subList(0, width).stream()
                .map(e -> String.valueOf(e.head()))
                .toList();
        return Optional.of(Part.Shades.upwards(heads, lines, "heads", caption));
    }

    private Part.Shades.Shade shade(int path) {
        String name = paths.senders().get(path / columns).name() + " → "
                + paths.receivers().get(path % columns).name();
        if (Float.isNaN(effect[path])) {
            return new Part.Shades.Shade("", name + "\nno path", Double.NaN);
        }
        String number = Quantity.among(effect[path], limit);
        return new Part.Shades.Shade(
                share(recovered[path]), name + "\n" + paths.metric() + " changes by " + number, colour(path));
    }

    private double colour(int path) {
        return limit == 0 ? 0 : effect[path] / limit;
    }

    /** Two digits, and no minus before a zero; nothing where clean and corrupt do not differ. */
    private static String share(float recovered) {
        if (Float.isNaN(recovered)) {
            return "";
        }
        String text = String.format(Locale.ROOT, "%.2f", recovered);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float x : numbers) {
            sum += x;
        }
        return sum / numbers.length;
    }
}
