package io.patchclamp.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.PopulationMap.Layer;
import io.patchclamp.epoch.PopulationMap.Peak;

/** Every unit at once, site by site: where units share a pixel the one furthest from 0 is seen, and peaks are named. */
public final class PopulationChart {
    private static final int WIDTH = 900;
    private static final int PEAKS = 5;
    private static final int LEAST_BAR = 96;
    private static final double LIMIT = 99.9;

    private PopulationChart() {}

    /**
     * Draws it.
     *
     * @param map the population
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(PopulationMap map) {
        List<Layer> layers = map.layers();
        int units = layers.stream().mapToInt(l -> l.units().size()).max().orElseThrow();
        float[] cells = new float[layers.size() * units];
        Arrays.fill(cells, Float.NaN);
        List<Float> real = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            for (int u = 0; u < layers.get(l).units().size(); u++) {
                int row = layers.size() - 1 - l; // the first layer below, as the stream goes up
                cells[row * units + u] = layers.get(l).values().get(u);
                real.add(cells[row * units + u]);
            }
        }
        float[] known = new float[real.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = real.get(i);
        }
        ColourScale scale = ColourScale.atPercentile(known, known.length, 0, LIMIT);
        SiteNames sites = SiteNames.of(layers.stream().map(Layer::site).toList());
        List<String> names = sites.each();
        int left = HeatMapPlan.PAD
                + 29
                + (int) Math.ceil(names.stream()
                        .mapToDouble(n -> Lettering.width(n, Lettering.LABEL))
                        .max()
                        .orElse(10));
        Axis x = Axis.fit(units, 0, WIDTH - left - ColourBar.ROOM, 24, 240);
        Axis y = Axis.fit(layers.size(), 0, 480, 14, 60);
        List<Peak> peaks = map.peaks(PEAKS);
        String caption = caption(map, scale, peaks, x, units);
        int width = Math.max(440, left + x.length() + ColourBar.ROOM);
        int height = Math.max(y.length(), LEAST_BAR) + 60;
        return Page.draw(width, height, title(map), caption, text(caption, map), palette(), (ink, top) -> {
            int above = top + 14;
            MatrixImage.pool(cells, y, x, false)
                    .blit(ink.pixels(), width * Ink.SCALE, Ink.SCALE, left, above, x, y, scale);
            ink.frame(Ink.GREY, left, above, x.length(), y.length());
            int step = Numerals.roundStep((double) AxisLabels.LINE * y.pooled() / y.cell());
            for (int l = 0; l < names.size(); l += step) {
                double at = above + y.centre(names.size() - 1 - l);
                ink.right(names.get(l), Lettering.LABEL, Ink.DARK, left - 9.0, at + 4);
            }
            ink.upwards(
                    Lettering.clip(sites.axis(), Lettering.LABEL, y.length() + 40.0),
                    Lettering.LABEL,
                    Ink.DARK,
                    HeatMapPlan.PAD + 10,
                    above + y.length() / 2.0);
            units(ink, left, above + y.length(), x, layers.get(0));
            rings(ink, left, above, x, y, layers, peaks);
            ColourBar.upright(
                    ink,
                    left + x.length() + 16.0,
                    above,
                    Math.max(LEAST_BAR, y.length()),
                    scale,
                    EvokedChart.activation(map.provenance()));
        });
    }

    private static void units(Ink ink, int left, int line, Axis x, Layer layer) {
        int step = Numerals.roundStep(50.0 * x.pooled() / x.cell());
        for (int u = 0; u < x.items(); u += step) {
            double at = left + x.centre(u);
            ink.line(Ink.GREY, 1, at, line, at, line + AxisLabels.TICK);
            int index = u < layer.units().size() ? layer.units().get(u).index() : u;
            ink.centred(String.valueOf(index), Lettering.LABEL, Ink.DARK, at, line + 16);
        }
        ink.centred("unit", Lettering.LABEL, Ink.DARK, left + x.length() / 2.0, line + 33);
    }

    /** A ring around each peak, and its number where it is on no ring and no other number. */
    static void rings(Ink ink, int left, int top, Axis x, Axis y, List<Layer> layers, List<Peak> peaks) {
        List<Rectangle2D> taken = new ArrayList<>();
        for (Peak peak : peaks) {
            double[] at = place(left, top, x, y, layers, peak);
            ring(ink, at[0], at[1], Color.WHITE, 3);
            ring(ink, at[0], at[1], Ink.DARK, 1.2f);
            taken.add(new Rectangle2D.Double(at[0] - 6, at[1] - 6, 12, 12));
        }
        Rectangle2D plot = new Rectangle2D.Double(left, top, x.length(), y.length());
        for (Peak peak : peaks) {
            double[] at = place(left, top, x, y, layers, peak);
            name(ink, String.valueOf(peak.unit().index()), at[0], at[1], plot, taken);
        }
    }

    private static double[] place(int left, int top, Axis x, Axis y, List<Layer> layers, Peak peak) {
        int layer = IntStream.range(0, layers.size())
                .filter(l -> layers.get(l).units().contains(peak.unit()))
                .findFirst()
                .orElseThrow();
        return new double[] {
            left + x.centre(layers.get(layer).units().indexOf(peak.unit())), top + y.centre(layers.size() - 1 - layer)
        };
    }

    /** Right of the ring, left of it, above or below, whichever is free first. */
    private static void name(Ink ink, String name, double x, double y, Rectangle2D plot, List<Rectangle2D> taken) {
        double w = Lettering.width(name, Lettering.SMALL) + 4;
        double[][] corners = {{x + 8, y - 6}, {x - 8 - w, y - 6}, {x - w / 2, y - 19}, {x - w / 2, y + 7}};
        for (double[] corner : corners) {
            Rectangle2D box = new Rectangle2D.Double(corner[0], corner[1], w, 12);
            if (plot.contains(box) && taken.stream().noneMatch(box::intersects)) {
                taken.add(box);
                ink.fill(Color.WHITE, box.getX(), box.getY(), w, 12);
                ink.left(name, Lettering.SMALL, Ink.DARK, box.getX() + 2, box.getY() + 9.5);
                return;
            }
        }
    }

    private static void ring(Ink ink, double x, double y, Color colour, float thickness) {
        ink.graphics().setColor(colour);
        ink.graphics().setStroke(new BasicStroke(thickness));
        ink.graphics().draw(new Ellipse2D.Double(x - 5, y - 5, 10, 10));
    }

    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>(ColourScale.colours());
        for (int i = 0; i <= 23; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 23.0));
        }
        for (int colour = 0; colour < 6; colour++) {
            for (int i = 0; i < 5; i++) {
                palette.add(ColourScale.mix(PlotArea.COLOURS[colour], 0xffffff, i / 5.0));
            }
        }
        return palette;
    }

    private static String trials(PopulationMap map) {
        return map.n().entrySet().stream()
                .map(e -> map.n().size() == 1
                        ? "n = " + Numerals.count(e.getValue(), "trial")
                        : "n " + e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String title(PopulationMap map) {
        long units = map.layers().stream().mapToLong(l -> l.units().size()).sum();
        return Numerals.count(units, "unit") + ": " + map.what() + " (" + trials(map) + ")";
    }

    private static String caption(PopulationMap map, ColourScale scale, List<Peak> peaks, Axis x, int units) {
        String pooled = x.pooled() == 1
                ? ""
                : "; " + x.pooled() + " units share a column, of " + Numerals.count(units)
                        + ", and the one furthest from 0 is drawn";
        String clipped = scale.clipped() == 0 ? "" : "; " + Numerals.count(scale.clipped(), "unit") + " beyond it";
        return "Colour: " + map.what() + " at " + map.reading() + ", full at ±" + Numerals.value(scale.limit()) + " ("
                + scale.reason() + ")" + clipped + pooled + ". Rings: "
                + peaks.stream()
                        .map(p -> p.unit().name() + " (" + Numerals.signed(p.value()) + ")")
                        .collect(Collectors.joining(", "))
                + ". Descriptive: no unit is tested here.";
    }

    private static String text(String caption, PopulationMap map) {
        return caption
                + map.peaks(10).stream()
                        .map(p -> "\n  " + p.unit().name() + "  " + Numerals.signed(p.value()))
                        .collect(Collectors.joining());
    }
}
