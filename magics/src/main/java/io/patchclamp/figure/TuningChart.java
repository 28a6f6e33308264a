package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Tuning.Point;
import io.patchclamp.stats.PValue;

/** A tuning curve: a mean with its 95 % interval at each value, and below how many trials each rests on. */
public final class TuningChart {
    private static final int LEFT = 70;
    private static final int PLOT = 210;
    private static final int OCCUPANCY = 60;

    private TuningChart() {}

    /**
     * Draws it.
     *
     * @param tuning the curve
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Tuning tuning) {
        List<Point> points = tuning.points();
        int width = Math.max(480, Math.min(900, LEFT + 40 + points.size() * 56));
        int n = points.stream().mapToInt(Point::n).sum();
        String shown = tuning.provenance().details().containsKey("item") ? "item" : "trial";
        String title = tuning.unit().name() + " over " + tuning.column() + effect(tuning) + " (n = "
                + Numerals.count(n, shown) + ")";
        String caption = "Dots: mean over " + shown + "s (" + tuning.reading()
                + "); bars: 95 % t interval; below: how many " + shown + "s"
                + " each rests on"
                + (tuning.binned()
                        ? ", in bins of equal " + (tuning.logarithmic() ? "ratio" : "width")
                                + ", each with its lower end"
                        : "")
                + (tuning.logarithmic() ? "; the axis of " + tuning.column() + " is logarithmic" : "") + "."
                + tests(tuning)
                + (tuning.notes().isEmpty() ? "" : " " + String.join(" ", tuning.notes()));
        List<String> names = points.stream().map(Point::label).toList();
        int room = tuning.numeric()
                ? 0
                : PlotArea.namesRoom(names, (width - LEFT - 20.0) / (limits(tuning)[1] - limits(tuning)[0]));
        int whole = PLOT + OCCUPANCY + 64 + room;
        return Page.draw(width, whole, title, caption, caption, PlotArea.palette(), (ink, top) -> {
            double[] x = x(tuning);
            double[] limits = limits(tuning);
            PlotArea curve = new PlotArea(ink, LEFT, top + 8.0, width - LEFT - 20.0, PLOT, limits, values(points));
            curve.yAxis(EvokedChart.activation(tuning.provenance()) + ", mean");
            curve.zero();
            double[] mean = points.stream().mapToDouble(Point::mean).toArray();
            if (tuning.numeric()) {
                curve.line(x, mean, PlotArea.colour(0), 1.6f);
            }
            for (int i = 0; i < x.length; i++) {
                if (!Double.isNaN(points.get(i).low())) {
                    curve.bar(x[i], points.get(i).low(), points.get(i).high(), PlotArea.colour(0));
                }
                if (!Double.isNaN(mean[i])) {
                    curve.dot(
                            x[i],
                            mean[i],
                            3.5,
                            PlotArea.colour(0),
                            points.get(i).n() > 1);
                }
            }
            curve.frame();
            double below = top + 8.0 + PLOT + 12;
            int most = points.stream().mapToInt(Point::n).max().orElse(1);
            PlotArea bars = new PlotArea(
                    ink, LEFT, below, width - LEFT - 20.0, OCCUPANCY, limits, new double[] {0, most * 1.25});
            double wide = Math.max(2, (bars.x(x[x.length - 1]) - bars.x(x[0])) / Math.max(1, x.length - 1) * 0.6);
            wide = Math.min(wide, 40);
            for (int i = 0; i < x.length; i++) {
                double height = below + OCCUPANCY - bars.y(points.get(i).n());
                ink.fill(Ink.PALE, bars.x(x[i]) - wide / 2, bars.y(points.get(i).n()), wide, height);
                ink.centred(
                        String.valueOf(points.get(i).n()),
                        Lettering.SMALL,
                        Ink.DARK,
                        bars.x(x[i]),
                        bars.y(points.get(i).n()) - 2);
            }
            ink.upwards("n", Lettering.LABEL, Ink.DARK, LEFT - 26.0, below + OCCUPANCY / 2.0);
            bars.frame();
            if (!tuning.numeric()) {
                bars.xNames(names, tuning.column());
                return;
            }
            labels(ink, bars, x, points, below + OCCUPANCY);
            ink.centred(
                    Lettering.clip(
                            Lettering.drawable(tuning.column() + (tuning.logarithmic() ? " (logarithmic)" : "")),
                            Lettering.LABEL,
                            width - 120.0),
                    Lettering.LABEL,
                    Ink.DARK,
                    LEFT + (width - LEFT - 20) / 2.0,
                    below + OCCUPANCY + 34);
        });
    }

    private static double[] limits(Tuning tuning) {
        double[] x = x(tuning);
        double half = x.length < 2 ? 0.5 : (x[x.length - 1] - x[0]) / (2.0 * x.length) + 1e-12;
        return new double[] {x[0] - half, x[x.length - 1] + half};
    }

    private static void labels(Ink ink, PlotArea bars, double[] x, List<Point> points, double line) {
        double free = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            String label = Lettering.clip(
                    Numerals.minuses(Lettering.drawable(points.get(i).label())), Lettering.LABEL, 110);
            double half = Lettering.width(label, Lettering.LABEL) / 2;
            double at = bars.x(x[i]);
            ink.line(Ink.GREY, 1, at, line, at, line + AxisLabels.TICK);
            if (at - half > free) {
                ink.centred(label, Lettering.LABEL, Ink.DARK, at, line + 16);
                free = at + half + 6;
            }
        }
    }

    /** Bins at their middle, numbers at themselves, categories one after the other; logarithms of what spans decades. */
    private static double[] x(Tuning tuning) {
        List<Point> points = tuning.points();
        return IntStream.range(0, points.size())
                .mapToDouble(i -> tuning.numeric() ? middle(points.get(i), tuning.logarithmic()) : i)
                .toArray();
    }

    private static double middle(Point point, boolean logarithmic) {
        return logarithmic ? (Math.log10(point.from()) + Math.log10(point.to())) / 2 : (point.from() + point.to()) / 2;
    }

    private static double[] values(List<Point> points) {
        List<Double> all = new ArrayList<>();
        for (Point point : points) {
            for (double v : new double[] {point.mean(), point.low(), point.high()}) {
                if (!Double.isNaN(v)) {
                    all.add(v);
                }
            }
        }
        double low = all.stream().mapToDouble(v -> v).min().orElse(-1);
        double high = all.stream().mapToDouble(v -> v).max().orElse(1);
        if (low == high && low == 0) {
            return new double[] {-1, 1};
        }
        double margin = high > low ? (high - low) * 0.08 : Math.max(1e-6, Math.abs(high) * 0.1);
        return new double[] {low - margin, high + margin};
    }

    private static String effect(Tuning tuning) {
        return tuning.anova()
                .map(a -> String.format(
                        Locale.ROOT, ": η² = %.2f, %s", a.effects().get(0).value(), PValue.words(a.p())))
                .orElse("");
    }

    private static String tests(Tuning tuning) {
        String anova = tuning.anova()
                .map(a -> String.format(
                        Locale.ROOT,
                        " Between points: F(%.0f, %.0f) = %.2f, %s, η² = %.3f.",
                        a.df().get(0),
                        a.df().get(1),
                        a.statistic(),
                        PValue.words(a.p()),
                        a.effects().get(0).value()))
                .orElse("");
        String two = tuning.two()
                .map(d -> String.format(
                        Locale.ROOT,
                        " '%s' against '%s': d' = %.2f, AUC = %.3f ± %.3f (DeLong).",
                        d.first(),
                        d.second(),
                        d.dPrime().value(),
                        d.auc().value(),
                        d.aucError()))
                .orElse("");
        return two
                + anova
                + tuning.trend()
                        .map(t -> String.format(
                                Locale.ROOT,
                                " Spearman ρ = %.3f, %s, uncorrected.",
                                t.statistic(),
                                PValue.words(t.p())))
                        .orElse("");
    }
}
