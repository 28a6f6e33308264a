package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Course;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.PValue;

/** What a geometry lets one read, place by place, beside what a geometry without the structure does. */
public final class ReadoutChart {
    private static final int PLOT = 276;
    private static final int LEFT = 70;
    private static final Color BAND = new Color(0xd9d9d9);
    private static final Color SINGLE = new Color(0x8fb8d6);

    /** One place: the mean, what it is a mean of if that is shown, what the null gives, and a corrected p. */
    private record Place(double mean, List<Double> singles, List<Double> shuffled, double p) {}

    private final Course course;
    private final List<Place> places;
    private final String axis;
    private final String band;

    private ReadoutChart(Course course, List<Place> places, String axis, String band) {
        this.course = course;
        this.places = places;
        this.axis = axis;
        this.band = band;
    }

    /**
     * Generalisation across conditions.
     *
     * @param abstraction what was read
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Abstraction abstraction) {
        List<Place> places = abstraction.places().stream()
                .map(p -> new Place(p.accuracy(), List.of(), p.shuffled(), p.p()))
                .toList();
        String what =
                "'" + abstraction.variable() + "' learnt at one '" + abstraction.across() + "', read at the others";
        String caption = "Dots: accuracy at values of '" + abstraction.across()
                + "' that were not trained at; grey: 95 % of "
                + abstraction.places().get(0).shuffled().size()
                + " geometries in which each cell was turned in its own way; ";
        return new ReadoutChart(abstraction.course(), places, "balanced accuracy", "95 % of turned geometries")
                .draw(what, caption, abstraction.basis());
    }

    /**
     * The shattering dimension, each dichotomy beside it.
     *
     * @param shattering what was read
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Shattering shattering) {
        List<Place> places = shattering.places().stream()
                .map(p -> new Place(p.dimension(), p.accuracy(), p.shuffled(), p.p()))
                .toList();
        String what = "Halves of " + shattering.conditions().size() + " conditions of '" + shattering.column()
                + "' that can be read";
        String caption = "Dots: shattering dimension, the mean over "
                + shattering.halves().size()
                + " balanced dichotomies, each a pale ring; grey: 95 % of "
                + shattering.places().get(0).shuffled().size() + " shuffles' means; ";
        return new ReadoutChart(shattering.course(), places, "balanced accuracy", "95 % of shuffled conditions")
                .draw(what, caption, shattering.basis());
    }

    private Figure draw(String what, String caption, Basis basis) {
        int n = places.size();
        int width = Math.max(560, Math.min(900, LEFT + 40 + n * 24));
        int best = IntStream.range(0, n)
                .reduce((a, b) -> places.get(b).mean() > places.get(a).mean() ? b : a)
                .orElse(0);
        String title =
                what + " (n = " + basis.n().values().stream().mapToInt(i -> i).sum() + " items)";
        String whole = caption
                + (n > 1 ? "* p ≤ .05 against the best of all " + n + " in each" : "* p ≤ .05")
                + " (seed " + basis.seed().orElse(0) + ").";
        String numbers = String.format(
                Locale.ROOT,
                "  best %s: %.3f, %s",
                course.names().get(best),
                places.get(best).mean(),
                PValue.words(places.get(best).p()));
        int below = 44 + PlotArea.namesRoom(names(), (width - LEFT - 20.0) / (n + 0.2));
        int legend = Page.legendHeight(LEFT, width - 20, legend());
        return Page.draw(
                width, legend + PLOT + below, title, whole, whole + "\n" + numbers, PlotArea.palette(), (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, width - 20, legend());
                    paint(ink, end - 4, width, PLOT - 8.0);
                });
    }

    private List<String> names() {
        return course.word().equals("site and offset") ? course.names() : CourseAxis.labels(course);
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        entries.add(Page.Entry.line("population", PlotArea.colour(0), true));
        if (places.stream().anyMatch(p -> !p.singles().isEmpty())) {
            entries.add(new Page.Entry("one dichotomy", (ink, at) -> {
                ink.graphics().setColor(SINGLE);
                ink.graphics().setStroke(new java.awt.BasicStroke(1.4f));
                ink.graphics().draw(new java.awt.geom.Ellipse2D.Double(at[0] + 8, at[1] - 6, 4, 4));
            }));
        }
        entries.add(Page.Entry.box(band, BAND));
        return entries;
    }

    private void paint(Ink ink, double top, int width, double height) {
        int n = places.size();
        double[] at = IntStream.range(0, n).asDoubleStream().toArray();
        double[] mean = places.stream().mapToDouble(Place::mean).toArray();
        double[] low =
                places.stream().mapToDouble(p -> quantile(p.shuffled(), 2.5)).toArray();
        double[] high =
                places.stream().mapToDouble(p -> quantile(p.shuffled(), 97.5)).toArray();
        double least = IntStream.range(0, n)
                .mapToDouble(i -> Math.min(
                        Math.min(low[i], mean[i]),
                        places.get(i).singles().stream()
                                .mapToDouble(x -> x)
                                .min()
                                .orElse(1)))
                .min()
                .orElse(0);
        double floor = Math.max(0, Math.floor((least - 0.03) * 10) / 10);
        double[] ends = {-0.6, n - 0.4};
        PlotArea plot = new PlotArea(ink, LEFT, top, width - LEFT - 20.0, height, ends, new double[] {floor, 1.06});
        plot.yAxis(axis);
        if (n == 1) {
            plot.band(new double[] {-0.4, 0.4}, twice(low[0]), twice(high[0]), BAND);
        } else if (course.word().equals("site and offset")) {
            for (int i = 0; i < n; i++) {
                plot.band(new double[] {i - 0.4, i + 0.4}, twice(low[i]), twice(high[i]), BAND);
            }
        } else {
            plot.band(at, low, high, BAND);
        }
        CourseAxis.event(course, plot, floor, 1.06);
        plot.line(ends, twice(0.5), Ink.GREY, 0.8f);
        SplittableRandom jitter = new SplittableRandom(1);
        for (int i = 0; i < n; i++) {
            for (double single : places.get(i).singles()) {
                plot.dot(i - 0.14 + 0.28 * jitter.nextDouble(), single, 1.8, SINGLE, false);
            }
        }
        if (!course.word().equals("site and offset")) {
            plot.line(at, mean, PlotArea.colour(0), 2);
        }
        for (int i = 0; i < n; i++) {
            plot.dot(i, mean[i], 3, PlotArea.colour(0), true);
            if (places.get(i).p() <= 0.05) {
                ink.centred("*", Lettering.TITLE, Ink.DARK, plot.x(i), plot.y(1.0) - 3);
            }
        }
        plot.frame();
        plot.xNames(names(), CourseAxis.label(course));
    }

    private static double quantile(List<Double> x, double percent) {
        return x.isEmpty()
                ? Double.NaN
                : new org.apache.commons.math3.stat.descriptive.rank.Percentile()
                        .withEstimationType(
                                org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType.R_7)
                        .evaluate(x.stream().mapToDouble(v -> v).toArray(), percent);
    }

    private static double[] twice(double value) {
        return new double[] {value, value};
    }
}
