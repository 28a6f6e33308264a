package io.patchclamp.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * XChart's lines, y axis and grid; its x axis is left out, since tokens are written by us. Values are divided by a power
 * of ten where they are far from 1, and the labels multiplied by it, as XChart's ticks fail for such numbers.
 */
final class TraceChart extends XYChart {
    private static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9};
    private static final float[][] DASHES = {null, {7, 3}, {2, 2}, {9, 3, 2, 3}, {12, 4}, {4, 2, 1, 2}};

    private final UnitTrace trace;
    private final double unit;

    TraceChart(UnitTrace trace, Axis x, int height) {
        super(400, height);
        this.trace = trace;
        double least = 0;
        double most = 0;
        for (UnitTrace.Condition condition : trace.conditions()) {
            for (float[] trial : condition.trials()) {
                for (float value : trial) {
                    if (Float.isFinite(value)) {
                        least = Math.min(least, value);
                        most = Math.max(most, value);
                    }
                }
            }
        }
        double size = Math.max(most, -least);
        unit = size == 0 || size >= 1e-2 && size < 1e5 ? 1 : Math.pow(10, Math.floor(Math.log10(size)));
        double margin = size == 0 ? 1 : (most - least) * 0.06;
        style(x, (least - margin) / unit, (most + margin) / unit);
        double[] at = new double[x.items()];
        Arrays.setAll(at, x::centre);
        for (int i = 0; i < trace.conditions().size(); i++) {
            lines(i, at);
        }
    }

    private void style(Axis x, double least, double most) {
        XYStyler s = getStyler();
        s.setChartBackgroundColor(Color.WHITE);
        s.setPlotBackgroundColor(Color.WHITE);
        s.setPlotBorderVisible(true);
        s.setPlotBorderColor(Ink.GREY);
        s.setPlotGridLinesColor(new Color(0xe4e4e4));
        s.setPlotGridLinesStroke(new BasicStroke(1));
        s.setPlotGridVerticalLinesVisible(false);
        s.setPlotContentSize(1.0);
        s.setPlotMargin(0);
        s.setChartPadding(1);
        s.setChartTitleVisible(false);
        s.setLegendVisible(false);
        s.setXAxisTicksVisible(false);
        s.setAxisTitlesVisible(false);
        s.setAxisTickLabelsFont(Lettering.LABEL);
        s.setAxisTickLabelsColor(Ink.DARK);
        s.setAxisTickMarksColor(Ink.GREY);
        s.setAxisTickMarkLength(AxisLabels.TICK);
        s.setAxisTicksLineVisible(false);
        s.setYAxisTickMarkSpacingHint(40);
        s.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        s.setMarkerSize(Math.max(2, Math.min(6, x.cell() / 3)));
        s.setYAxisTickLabelsFormattingFunction(y -> Numerals.value(y * unit));
        s.setXAxisMin(0.0);
        s.setXAxisMax((double) x.length());
        s.setYAxisMin(least);
        s.setYAxisMax(most);
        s.setLocale(Locale.ROOT);
    }

    private void lines(int index, double[] at) {
        UnitTrace.Condition condition = trace.conditions().get(index);
        double[] where = Arrays.copyOf(at, condition.tokens());
        int thin = UnitTraceWords.thin(trace, condition);
        boolean few = thin <= 20;
        Color pale = new Color(ColourScale.mix(0xffffff, COLOURS[index], few ? 0.45 : 0.3));
        for (int i = 0; i < thin; i++) {
            float[] trial = condition.trials()[i];
            double[] y = new double[trial.length];
            Arrays.setAll(y, t -> Float.isFinite(trial[t]) ? trial[t] / unit : Double.NaN);
            add(index + " " + i, where, y, pale, stroke(index, few ? 0.9f : 0.5f), false);
        }
        double[] mean = Arrays.stream(condition.mean()).map(y -> y / unit).toArray();
        add(index + " mean", where, mean, colour(index), stroke(index, 2.2f), true);
    }

    private void add(String name, double[] x, double[] y, Color colour, BasicStroke stroke, boolean points) {
        XYSeries series = addSeries(name, x, y);
        series.setLineColor(colour).setLineStyle(stroke);
        series.setMarker(points ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(colour);
    }

    static Color colour(int condition) {
        return new Color(COLOURS[condition]);
    }

    static BasicStroke stroke(int condition, float thickness) {
        return new BasicStroke(thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES[condition], 0);
    }

    /** Where the plot itself lies within a chart of this size. */
    Rectangle2D plotArea(int width, int height) {
        BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scratch.createGraphics();
        try {
            paint(graphics, width, height);
            return plot.getBounds();
        } finally {
            graphics.dispose();
        }
    }

    /** Paints the chart with its corner at (x, y). */
    void paintAt(Graphics2D page, double x, double y, int width, int height) {
        Graphics2D graphics = (Graphics2D) page.create();
        try {
            graphics.transform(AffineTransform.getTranslateInstance(x, y));
            paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
    }
}
