package io.patchclamp.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
                cells[l * units + u] = layers.get(l).values().get(u);
                real.add(cells[l * units + u]);
            }
        }
        float[] known = new float[real.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = real.get(i);
        }
        ColourScale scale = ColourScale.atPercentile(known, known.length, 0, LIMIT);
        List<String> names = layers.stream().map(Layer::site).toList();
        int left = HeatMapPlan.PAD
                + 8
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
                ink.right(names.get(l), Lettering.LABEL, Ink.DARK, left - 6.0, above + y.centre(l) + 4);
            }
            units(ink, left, above + y.length(), x, layers.get(0));
            List<Rectangle2D> named = new ArrayList<>();
            for (Peak peak : peaks) {
                mark(ink, left, above, x, y, layers, peak, named);
            }
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

    /** A ring around a peak. */
    private static void mark(
            Ink ink, int left, int top, Axis x, Axis y, List<Layer> layers, Peak peak, List<Rectangle2D> named) {
        for (int l = 0; l < layers.size(); l++) {
            int u = layers.get(l).units().indexOf(peak.unit());
            if (u >= 0) {
                double cx = left + x.centre(u);
                double cy = top + y.centre(l);
                ring(ink, cx, cy, Color.WHITE, 3);
                ring(ink, cx, cy, Ink.DARK, 1.2f);
                name(ink, String.valueOf(peak.unit().index()), cx, cy, left + x.length(), named);
            }
        }
    }

    /** Its number beside the ring, where no other stands. */
    private static void name(Ink ink, String name, double x, double y, double right, List<Rectangle2D> named) {
        double width = Lettering.width(name, Lettering.SMALL) + 4;
        double left = x + 8 + width > right ? x - 8 - width : x + 8;
        Rectangle2D box = new Rectangle2D.Double(left, y - 6, width, 12);
        if (named.stream().noneMatch(box::intersects)) {
            named.add(box);
            ink.fill(Color.WHITE, box.getX(), box.getY(), box.getWidth(), box.getHeight());
            ink.left(name, Lettering.SMALL, Ink.DARK, left + 2, y + 3.5);
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
