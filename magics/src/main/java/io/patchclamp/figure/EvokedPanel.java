package io.patchclamp.figure;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.stats.Cluster;

/** Lines over offsets with their bands, the event, n, and clusters: one plot of an evoked response. */
final class EvokedPanel {
    /** What is under the plot: offsets, their name, and n. */
    static final int BELOW = 62;

    private static final int ALPHA = 64;
    /** As many lines as can be followed; more are a crowd, of which none is told by its looks. */
    private static final int FOLLOWED = 12;

    private static final Color CROWD = new Color(0x9a9a9a);
    private static final float[][] DASHES = {{}, {8, 3}, {2, 2}, {9, 3, 2, 3}, {13, 4}, {4, 2, 1, 2}};

    private final Ink ink;
    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final List<Integer> offsets;
    private final double[] limits;
    private final PlotArea plot;

    /** Room for all of {@code lines}, with zero in it where {@code zero}. */
    EvokedPanel(
            Ink ink,
            double left,
            double top,
            double width,
            double height,
            List<Integer> offsets,
            List<List<Point>> lines,
            boolean zero) {
        this(ink, left, top, width, height, offsets, limits(lines, zero));
    }

    /** With the least and the greatest value shown. */
    EvokedPanel(
            Ink ink, double left, double top, double width, double height, List<Integer> offsets, double... limits) {
        this.ink = ink;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.offsets = offsets;
        this.limits = limits;
        this.plot = new PlotArea(ink, left, top, width, height, new double[] {-0.5, offsets.size() - 0.5}, limits);
    }

    private static double[] limits(List<List<Point>> lines, boolean zero) {
        double low = zero ? 0 : Double.POSITIVE_INFINITY;
        double high = zero ? 0 : Double.NEGATIVE_INFINITY;
        double farthest = farthest(lines);
        for (List<Point> line : lines) {
            for (Point point : line) {
                double least = Math.max(point.low(), point.mean() - farthest);
                double most = Math.min(point.high(), point.mean() + farthest);
                for (double x : new double[] {point.mean(), least, most}) {
                    low = Double.isNaN(x) ? low : Math.min(low, x);
                    high = Double.isNaN(x) ? high : Math.max(high, x);
                }
            }
        }
        if (!(low <= high)) {
            return new double[] {-1, 1};
        }
        if (low == high && low == 0) {
            return new double[] {-1, 1};
        }
        double margin = high > low ? (high - low) * 0.08 : Math.max(1e-6, Math.abs(high) * 0.1);
        return new double[] {low - margin, high + margin};
    }

    /**
     * How far from its mean an interval is followed: an offset that two or three trials reach has one so wide that nothing
     * else could be seen beside it.
     */
    private static double farthest(List<List<Point>> lines) {
        double[] half = lines.stream()
                .flatMap(List::stream)
                .mapToDouble(p -> (p.high() - p.low()) / 2)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double[] mean = lines.stream()
                .flatMap(List::stream)
                .mapToDouble(Point::mean)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return half.length == 0
                ? Double.POSITIVE_INFINITY
                : Math.max(4 * half[half.length / 2], mean[mean.length - 1] - mean[0]);
    }

    /** For a caption: whether an interval goes on beyond the plot. */
    static String cut(List<List<Point>> lines) {
        double farthest = farthest(lines);
        long cut = lines.stream()
                .flatMap(List::stream)
                .filter(p -> (p.high() - p.low()) / 2 > farthest)
                .count();
        return cut == 0 ? "" : " " + Numerals.count(cut, "interval") + " of few trials may go on beyond the plot.";
    }

    /** How a condition's line is broken: told apart without its colour, too. */
    static float[] dash(int condition) {
        return DASHES[condition % DASHES.length].clone();
    }

    /** 0 where it is seen. The event's line is at its token, or where its token begins: as a picture of cells above has it. */
    void axes(String label, boolean begins) {
        plot.yAxis(label);
        if (limits[0] < 0 && limits[1] > 0) {
            ink.line(Ink.GREY, 1, left, plot.y(0), left + width, plot.y(0));
        }
        int zero = offsets.indexOf(0);
        if (zero >= 0) {
            double at = plot.x(begins ? zero - 0.5 : zero);
            ink.line(Ink.DARK, 1, at, top, at, top + height);
        }
    }

    static boolean isCrowd(int lines) {
        return lines > FOLLOWED;
    }

    /** A condition's colour, where it has one. */
    static Color colour(int condition, int conditions) {
        return isCrowd(conditions) ? CROWD : PlotArea.colour(condition);
    }

    /** Bands of more lines than this would hide one another: they have bars side by side. */
    static boolean hasBands(int lines) {
        return lines <= 3;
    }

    /** Bands first, then lines, so that no band lies over a line. */
    void lines(List<List<Point>> all, IntFunction<Color> colours) {
        Shape page = ink.graphics().getClip();
        ink.graphics().clip(new Rectangle2D.Double(left, top, width, height));
        for (int i = 0; i < all.size(); i++) {
            if (hasBands(all.size())) {
                band(all.get(i), colours.apply(i));
            } else {
                bars(all.get(i), colours.apply(i), 0.6 * ((i + 0.5) / all.size() - 0.5));
            }
        }
        ink.graphics().setClip(page);
        for (int i = 0; i < all.size(); i++) {
            if (isCrowd(all.size())) {
                line(all.get(i), CROWD, 0.8f, 0.8);
            } else {
                line(all.get(i), colours.apply(i), 2, 2.5, dash(i));
            }
        }
    }

    private void band(List<Point> points, Color colour) {
        Color pale = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), ALPHA);
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i <= points.size(); i++) {
            boolean known = i < points.size() && !Double.isNaN(points.get(i).low());
            if (known) {
                run.add(i);
            } else if (!run.isEmpty()) {
                double[] at = run.stream().mapToDouble(r -> r).toArray();
                double[] low =
                        run.stream().mapToDouble(r -> points.get(r).low()).toArray();
                double[] high =
                        run.stream().mapToDouble(r -> points.get(r).high()).toArray();
                if (run.size() == 1) {
                    at = new double[] {at[0] - 0.15, at[0] + 0.15};
                    low = new double[] {low[0], low[0]};
                    high = new double[] {high[0], high[0]};
                }
                plot.band(at, low, high, pale);
                run.clear();
            }
        }
    }

    private void bars(List<Point> points, Color colour, double beside) {
        for (int i = 0; i < points.size(); i++) {
            if (!Double.isNaN(points.get(i).low())) {
                plot.bar(i + beside, points.get(i).low(), points.get(i).high(), colour);
            }
        }
    }

    private void line(List<Point> points, Color colour, float thickness, double dot, float... dash) {
        double[] at = IntStream.range(0, points.size()).asDoubleStream().toArray();
        double[] mean = points.stream().mapToDouble(Point::mean).toArray();
        plot.line(at, mean, colour, thickness, dash);
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isNaN(mean[i])) {
                plot.dot(i, mean[i], dot, colour, true);
            }
        }
    }

    /** A bar under the lines for each cluster, whose columns count from an offset on. */
    void clusters(List<Cluster> clusters, int from) {
        for (Cluster cluster : clusters) {
            int first = cluster.columns().get(0) + from - offsets.get(0);
            int last = cluster.columns().get(cluster.columns().size() - 1) + from - offsets.get(0);
            ink.fill(Ink.DARK, plot.x(first - 0.4), top + height - 7, plot.x(last + 0.4) - plot.x(first - 0.4), 4);
        }
    }

    /** Offsets, and below them how many trials each has, condition by condition. */
    void below(String label, List<List<Point>> lines) {
        plot.frame();
        List<String> names = offsets.stream()
                .map(o -> o > 0 ? "+" + o : Numerals.minus(String.valueOf(o)))
                .toList();
        plot.xNames(names, label);
        List<String> n = IntStream.range(0, offsets.size())
                .mapToObj(o -> counts(lines.stream().map(l -> l.get(o).n()).toList()))
                .toList();
        double widest = n.stream()
                .mapToDouble(x -> Lettering.width(x, Lettering.SMALL))
                .max()
                .orElse(1);
        int step = Numerals.roundStep((widest + 6) / (width / offsets.size()));
        ink.right("n", Lettering.SMALL, Ink.GREY, left - 30, top + height + 49);
        for (int i = 0; i < n.size(); i += step) {
            ink.centred(n.get(i), Lettering.SMALL, Ink.GREY, plot.x(i), top + height + 49);
        }
    }

    /** One number where they agree, all of few, the least and the most of many. */
    private static String counts(List<Integer> n) {
        if (n.stream().distinct().count() == 1) {
            return String.valueOf(n.get(0));
        }
        if (n.size() > 3) {
            return n.stream().min(Integer::compare).orElse(0) + "–"
                    + n.stream().max(Integer::compare).orElse(0);
        }
        return n.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }

    static List<List<Point>> points(Evoked evoked) {
        Reached reached = Reached.of(evoked);
        boolean crowd = isCrowd(evoked.lines().size());
        return evoked.lines().stream()
                .map(line -> reached.of(line.points()))
                .map(points -> crowd ? points.stream().map(EvokedPanel::mean).toList() : points)
                .toList();
    }

    private static Point mean(Point point) {
        return new Point(point.offset(), point.n(), point.mean(), Double.NaN, Double.NaN);
    }
}
