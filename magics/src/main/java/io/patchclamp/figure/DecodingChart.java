package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.DecodedPlace;
import io.patchclamp.stats.PValue;

/**
 * Accuracy place by place, with its spread over folds, the band of shuffled labels, the line that the best place of all
 * must pass, and what length and position give.
 */
public final class DecodingChart {
    private static final int PLOT = 276;
    private static final int LEFT = 70;
    private static final int FEW = 4;
    private static final float[] CRITERION = {4, 3};
    private static final Color BAND = new Color(0xd9d9d9);

    private final Decoded decoding;
    private final List<DecodedPlace> places;

    private DecodingChart(Decoded decoding) {
        this.decoding = decoding;
        this.places = decoding.places();
    }

    /**
     * Draws it.
     *
     * @param decoding what was read
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Decoded decoding) {
        return new DecodingChart(decoding).draw();
    }

    private Figure draw() {
        if (decoding.course().word().equals("site and offset")) {
            return new DecodingMap(decoding).draw(claim(), numbers());
        }
        int n = places.size();
        int width = Math.max(560, Math.min(900, LEFT + 40 + n * 24));
        String title = "'" + decoding.column() + "' " + claim() + " (" + counts(decoding) + ")";
        int below = 44 + PlotArea.namesRoom(CourseAxis.labels(decoding.course()), (width - LEFT - 20.0) / (n + 0.2));
        int legend = Page.legendHeight(LEFT, width - 20, legend());
        return Page.draw(
                width,
                legend + PLOT + below,
                title,
                caption(),
                caption() + "\n" + numbers(),
                PlotArea.palette(),
                (ink, top) -> {
                    double end = Page.legend(ink, LEFT, top + 12.0, width - 20, legend());
                    paint(ink, end - 4, width, PLOT - 8.0);
                });
    }

    /** How many trials each class has: by name where they are few, else the least and the most. */
    static String counts(Decoded decoding) {
        Map<String, Integer> n = decoding.basis().n();
        if (n.size() <= FEW) {
            return n.entrySet().stream()
                    .map(e -> "n\u00a0" + e.getKey() + " = " + e.getValue())
                    .collect(Collectors.joining(", "));
        }
        int least = n.values().stream().min(Integer::compare).orElse(0);
        int most = n.values().stream().max(Integer::compare).orElse(0);
        return "n = " + least + (most > least ? " to " + most : "") + " in each of " + n.size() + " classes";
    }

    private void paint(Ink ink, double top, int width, double height) {
        int n = places.size();
        double[] at = IntStream.range(0, n).asDoubleStream().toArray();
        double[] mean = places.stream().mapToDouble(DecodedPlace::meanAccuracy).toArray();
        double[] low = places.stream().mapToDouble(p -> p.nullQuantile(0.025)).toArray();
        double[] high = places.stream().mapToDouble(p -> p.nullQuantile(0.975)).toArray();
        double least = Math.min(
                Arrays.stream(low).filter(Double::isFinite).min().orElse(0),
                Arrays.stream(mean).filter(Double::isFinite).min().orElse(0));
        least = Math.min(
                least,
                decoding.baselines().stream()
                        .mapToDouble(DecodedPlace::meanAccuracy)
                        .filter(Double::isFinite)
                        .min()
                        .orElse(1));
        double floor = Math.max(0, Math.floor((least - 0.05) * 10) / 10);
        PlotArea plot = new PlotArea(
                ink, LEFT, top, width - LEFT - 20.0, height, new double[] {-0.6, n - 0.4}, new double[] {floor, 1.06});
        plot.yAxis("balanced accuracy");
        if (n == 1) {
            plot.band(new double[] {-0.4, 0.4}, twice(low[0]), twice(high[0]), BAND);
        } else {
            plot.band(at, low, high, BAND);
        }
        CourseAxis.event(decoding.course(), plot, floor, 1.06);
        double criterion = decoding.criterion();
        plot.line(new double[] {-0.6, n - 0.4}, twice(criterion), Ink.GREY, 1.2f, CRITERION);
        for (int b = 0; b < decoding.baselines().size(); b++) {
            double value = decoding.baselines().get(b).meanAccuracy();
            plot.line(
                    new double[] {-0.6, n - 0.4}, twice(value), PlotArea.colour(b + 1), 1.4f, EvokedPanel.dash(b + 1));
        }
        plot.line(at, mean, PlotArea.colour(0), 2);
        for (int i = 0; i < n; i++) {
            int place = i;
            places.get(i)
                    .interval()
                    .ifPresent(ci ->
                            plot.bar(place, Math.max(floor, ci.low()), Math.min(1, ci.high()), PlotArea.colour(0)));
            if (!Double.isNaN(mean[i])) {
                plot.dot(i, mean[i], 3, PlotArea.colour(0), true);
            }
            if (decoding.p(i) <= 0.05) {
                ink.centred("*", Lettering.TITLE, Ink.DARK, plot.x(i), plot.y(1.0) - 3);
            }
        }
        plot.frame();
        plot.xNames(CourseAxis.labels(decoding.course()), CourseAxis.label(decoding.course()));
    }

    private List<Page.Entry> legend() {
        List<Page.Entry> entries = new ArrayList<>();
        entries.add(Page.Entry.line("population", PlotArea.colour(0), true));
        entries.add(Page.Entry.box("95 % of shuffled labels", BAND));
        entries.add(Page.Entry.line("95 % of the best of all", Ink.GREY, false, CRITERION));
        for (int b = 0; b < decoding.baselines().size(); b++) {
            entries.add(Page.Entry.line(
                    decoding.baselines().get(b).name(), PlotArea.colour(b + 1), false, EvokedPanel.dash(b + 1)));
        }
        return entries;
    }

    private String claim() {
        int best = best();
        return decoding.p(best) <= 0.05
                ? "can be read, best at " + places.get(best).name()
                : "cannot be told from chance";
    }

    private int best() {
        return IntStream.range(0, places.size())
                .reduce((a, b) -> places.get(b).meanAccuracy() > places.get(a).meanAccuracy()
                                || Double.isNaN(places.get(a).meanAccuracy())
                        ? b
                        : a)
                .orElse(0);
    }

    private String caption() {
        return "Dots: mean over " + places.get(0).accuracy().size() + " folds by " + decoding.groups()
                + ", bars: 95 % t interval over folds; grey: 95 % of "
                + places.get(0).nullAccuracy().size()
                + " shuffles; * p ≤ .05 against the best of "
                + Numerals.count(places.size(), decoding.course().word())
                + " in each shuffle (seed "
                + decoding.basis().seed().orElse(0) + ")."
                + (decoding.regressed().isEmpty()
                        ? ""
                        : " Taken out first: " + String.join(", ", decoding.regressed()) + ".");
    }

    private String numbers() {
        DecodedPlace best = places.get(best());
        return String.format(
                Locale.ROOT,
                "  best %s: %.3f, %s; shuffled labels %.3f to %.3f there; criterion %.3f",
                best.name(),
                best.meanAccuracy(),
                PValue.words(decoding.p(best())),
                best.nullQuantile(0.025),
                best.nullQuantile(0.975),
                decoding.criterion());
    }

    private static double[] twice(double value) {
        return new double[] {value, value};
    }
}
