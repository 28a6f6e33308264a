package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Evoked.Difference;
import io.patchclamp.epoch.Evoked.Line;
import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Cluster;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.PValue;

/**
 * Means over trials at each offset with their 95 % bands, the event as a line, n below; with a difference wave under them
 * and a bar for each cluster whose p is at most .05.
 */
public final class EvokedChart {
    private static final int LEFT = 70;
    private static final int PLOT = 220;
    private static final int LOWER = 130;
    private static final int GAP = 22;
    private static final int COLOURS = 6;

    private EvokedChart() {}

    /**
     * Draws it.
     *
     * @param evoked what was averaged
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(Evoked evoked) {
        Reached reached = Reached.of(evoked);
        List<Integer> offsets = reached.offsets();
        int width = Math.max(520, Math.min(900, LEFT + 40 + offsets.size() * 48));
        int height = 8
                + Page.legendHeight(LEFT, width - 20, legend(evoked))
                + PLOT
                + EvokedPanel.BELOW
                + evoked.difference().map(d -> LOWER + EvokedPanel.BELOW + GAP).orElse(0);
        String caption = caption(evoked);
        return Page.draw(width, height, title(evoked), caption, caption + numbers(evoked), palette(), (ink, top) -> {
            double end = Page.legend(ink, LEFT, top + 12.0, width - 20, legend(evoked));
            List<List<Point>> lines = EvokedPanel.points(evoked);
            EvokedPanel panel = new EvokedPanel(ink, LEFT, end - 4, width - LEFT - 20.0, PLOT, offsets, lines, false);
            panel.axes(activation(evoked.provenance()) + ", mean", false);
            panel.lines(lines, PlotArea::colour);
            String unit = activation(evoked.provenance()).replace("activation", "difference");
            String label = "token offset; 0 is " + evoked.alignment().anchor().word();
            panel.below(label, lines);
            evoked.difference()
                    .ifPresent(d -> lower(ink, end - 4 + PLOT + EvokedPanel.BELOW + GAP, width, reached, d, unit));
        });
    }

    private static void lower(Ink ink, double top, int width, Reached reached, Difference difference, String unit) {
        List<List<Point>> line = List.of(reached.of(difference.points()));
        EvokedPanel panel = new EvokedPanel(ink, LEFT, top, width - LEFT - 20.0, LOWER, reached.offsets(), line, true);
        panel.axes(unit, false);
        ink.left(
                Lettering.clip(
                        Lettering.drawable(difference.first() + " less " + difference.second()),
                        Lettering.LABEL,
                        width - LEFT - 20.0),
                Lettering.LABEL,
                Ink.DARK,
                LEFT,
                top - 6);
        panel.lines(line, i -> Ink.DARK);
        difference.clusters().ifPresent(c -> panel.clusters(c.significant(0.05), reached.from()));
        panel.below("token offset", line);
    }

    /** What a number is measured in. */
    static String activation(Provenance made) {
        return made.details().containsKey("z-scored on") ? "activation (SD)" : "activation (a.u.)";
    }

    /** The plots' colours, and those of two bands one over the other. */
    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>(PlotArea.palette());
        for (int a = 0; a < COLOURS; a++) {
            for (int b = a + 1; b < COLOURS; b++) {
                int under = ColourScale.mix(0xffffff, PlotArea.COLOURS[a], 0.25);
                int both = ColourScale.mix(under, PlotArea.COLOURS[b], 0.25);
                palette.add(both);
                if (b == a + 1 && b + 1 < COLOURS) {
                    palette.add(ColourScale.mix(both, PlotArea.COLOURS[b + 1], 0.25));
                }
            }
        }
        return palette;
    }

    static List<Page.Entry> legend(Evoked evoked) {
        List<Page.Entry> entries = new ArrayList<>();
        if (EvokedPanel.isCrowd(evoked.lines().size())) {
            IntSummaryStatistics n =
                    evoked.lines().stream().mapToInt(Line::trials).summaryStatistics();
            String each = n.getMin() == n.getMax() ? "" + n.getMin() : n.getMin() + " to " + n.getMax();
            String name = Numerals.count(evoked.lines().size(), "condition") + " (n = " + each + " each)";
            return List.of(
                    Page.Entry.line(name, EvokedPanel.colour(0, evoked.lines().size()), true));
        }
        for (int i = 0; i < evoked.lines().size(); i++) {
            Line line = evoked.lines().get(i);
            Color colour = PlotArea.colour(i);
            String name = line.condition().isEmpty() ? "(empty)" : line.condition();
            entries.add(Page.Entry.line(name + " (n = " + line.trials() + ")", colour, true, EvokedPanel.dash(i)));
        }
        return entries;
    }

    private static String title(Evoked evoked) {
        String claim = evoked.difference()
                .flatMap(Difference::clusters)
                .map(c -> c.significant(0.05).isEmpty())
                .map(none -> ": "
                        + evoked.difference().get().first() + " and "
                        + evoked.difference().get().second()
                        + (none ? ", no difference found" : " differ somewhere"))
                .orElse("");
        int n = evoked.lines().stream().mapToInt(Line::trials).sum();
        return evoked.unit().name() + (evoked.by().isEmpty() ? "" : " by " + evoked.by()) + claim + " (n = "
                + Numerals.count(n, shown(evoked)) + ")";
    }

    private static String caption(Evoked evoked) {
        int lines = evoked.lines().size();
        String intervals = EvokedPanel.isCrowd(lines)
                ? crowd(evoked)
                : (EvokedPanel.hasBands(lines) ? "bands" : "bars beside their offset") + ": 95 % t interval over "
                        + shown(evoked) + "s, where there are two, for each offset by itself";
        StringBuilder caption = new StringBuilder("Lines: mean over " + shown(evoked) + "s; " + intervals + "; vertical"
                + " line: the event." + EvokedPanel.cut(EvokedPanel.points(evoked))
                + Reached.of(evoked).words() + " ");
        evoked.notes().forEach(n -> caption.append(sentence(n)).append(' '));
        caption.append(evoked.log()).append('.');
        evoked.difference().flatMap(Difference::clusters).ifPresent(c -> caption.append(
                        " Black bars: clusters with p ≤ .05 (")
                .append(c.basis().method())
                .append(Numerals.seed(c.basis()))
                .append("); ")
                .append(String.join("; ", c.notes()))
                .append('.'));
        return caption.toString();
    }

    /** What n counts. */
    private static String shown(Evoked evoked) {
        return evoked.provenance().details().containsKey("item") ? "item" : "trial";
    }

    /** That lines have no names, and how to get some that have; empty of a few. */
    static String crowd(Evoked evoked) {
        int lines = evoked.lines().size();
        return EvokedPanel.isCrowd(lines)
                ? "one for each of " + Numerals.count(lines, "value") + " of '" + evoked.by()
                        + "', too many to be told apart or to have intervals: a column with fewer values, or --where, names them"
                : "";
    }

    static String sentence(String note) {
        return note.isEmpty() ? note : note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1);
    }

    private static String numbers(Evoked evoked) {
        StringBuilder text = new StringBuilder();
        for (Line line : evoked.lines()) {
            text.append("\n  ").append(line.condition()).append(": ").append(extremes(line.points()));
        }
        evoked.difference().ifPresent(d -> {
            text.append("\n  ")
                    .append(d.first())
                    .append(" less ")
                    .append(d.second())
                    .append(": ");
            text.append(extremes(d.points()));
            d.clusters().map(ClusterResult::clusters).ifPresent(c -> text.append(clusters(c)));
        });
        return text.toString();
    }

    private static String clusters(List<Cluster> clusters) {
        return clusters.isEmpty()
                ? "; no cluster"
                : clusters.stream()
                        .map(c -> String.format(Locale.ROOT, "mass %.1f, %s", c.mass(), PValue.words(c.p())))
                        .collect(Collectors.joining("; ", "; clusters: ", ""));
    }

    private static String extremes(List<Point> points) {
        List<Point> known = points.stream().filter(p -> !Double.isNaN(p.mean())).toList();
        if (known.isEmpty()) {
            return "no trial has a number";
        }
        Point low = known.get(0);
        Point high = known.get(0);
        for (Point point : known) {
            low = point.mean() < low.mean() ? point : low;
            high = point.mean() > high.mean() ? point : high;
        }
        return "from " + Numerals.signed(low.mean()) + " at offset " + low.offset() + " to "
                + Numerals.signed(high.mean()) + " at offset " + high.offset();
    }
}
