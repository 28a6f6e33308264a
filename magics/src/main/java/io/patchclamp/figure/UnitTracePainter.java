package io.patchclamp.figure;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a trace: XChart the lines and the y axis, we the tokens, the legend and the words. */
final class UnitTracePainter {
    private static final int PLOT = 220;
    private static final int SAMPLE = 26;
    private static final int LEGEND_LINE = 18;
    private static final int LEAST_WIDTH = 440;

    private final UnitTrace trace;
    private final UnitTraceWords words;
    private final TimeRow time;

    private Ink ink;

    UnitTracePainter(UnitTrace trace, UnitTraceWords words) {
        this.trace = trace;
        this.words = words;
        this.time = trace.timeRow();
    }

    /** Greys from dark to white, and each condition's colour in steps to white. */
    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>();
        for (int i = 0; i <= 40; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 40.0));
        }
        for (int c = 0; c < 6; c++) {
            for (int i = 0; i < 32; i++) {
                palette.add(ColourScale.mix(TraceChart.colour(c).getRGB() & 0xffffff, 0xffffff, i / 32.0));
            }
        }
        for (int i = 0; i < 16; i++) {
            palette.add(ColourScale.mix(Ink.GENERATED.getRGB() & 0xffffff, 0xffffff, i / 16.0));
        }
        return palette;
    }

    /** The page; whoever asks closes it. */
    Ink paint() {
        int room = trace.width() - 2 * HeatMapPlan.PAD - HeatMapPlan.AXIS_TITLE - 50;
        Axis x = Axis.fit(time.count(), time.promptRows(), Math.max(100, room), 40, 200);
        TraceChart chart = new TraceChart(trace, x, PLOT);
        List<AxisLabels.Tick> ticks = AxisLabels.tokens(time, x, true);
        boolean slanted = AxisLabels.touching(ticks, x);
        // The chart's frame around its plot does not depend on its width: measure it once, then fit the plot to the
        // axis.
        Rectangle2D probe = chart.plotArea(1000, PLOT);
        int chartWidth = (int) Math.round(1000 - probe.getWidth() + x.length());
        Rectangle2D plot = chart.plotArea(chartWidth, PLOT);
        int chartLeft = HeatMapPlan.PAD + HeatMapPlan.AXIS_TITLE;
        if (slanted) {
            int overhang = HeatMapPlan.PAD + AxisLabels.slantOverhang(ticks, x);
            chartLeft = Math.max(chartLeft, overhang - (int) plot.getX());
        }
        int width = Math.max(LEAST_WIDTH, chartLeft + chartWidth + HeatMapPlan.PAD);
        List<String> title = Lettering.wrap(words.title(), Lettering.TITLE, width - 2.0 * HeatMapPlan.PAD);
        List<String> caption =
                Lettering.wrap(Lettering.drawable(words.caption()), Lettering.LABEL, width - 2.0 * HeatMapPlan.PAD);
        int legendTop = HeatMapPlan.PAD + title.size() * HeatMapPlan.TITLE_LINE;
        int chartTop = legendTop
                + legend(width, legendTop, false) * LEGEND_LINE
                + (time.generates() ? HeatMapPlan.BRACKET : 0)
                + 4;
        int left = (int) Math.round(chartLeft + plot.getX());
        int top = (int) Math.round(chartTop + plot.getY());
        int bottom = (int) Math.round(top + plot.getHeight());
        int below = (slanted ? AxisLabels.slantHeight(ticks) : 14) + AxisLabels.TICK + HeatMapPlan.AXIS_TITLE;
        int height = bottom + below + 8 + caption.size() * HeatMapPlan.CAPTION_LINE + HeatMapPlan.PAD - 4;

        ink = new Ink(width, height);
        chart.paintAt(ink.graphics(), chartLeft, chartTop, chartWidth, PLOT);
        legend(width, legendTop, true);
        AxisLabels.paintBelow(ink, left, bottom + 0.5, x, ticks, slanted);
        if (time.generates()) {
            new PromptBrackets(ink, left, top, x.length(), plot.getHeight(), true).paint(x, time.promptRows());
        }
        lines(title, Lettering.TITLE, HeatMapPlan.PAD + 12, HeatMapPlan.TITLE_LINE);
        ink.centred(
                "token (time runs right)", Lettering.LABEL, Ink.DARK, left + x.length() / 2.0, bottom + below - 4.0);
        ink.upwards(
                Lettering.clip(Lettering.drawable(trace.valueLabel()), Lettering.LABEL, plot.getHeight() + 8),
                Lettering.LABEL,
                Ink.DARK,
                HeatMapPlan.PAD + 10.0,
                top + plot.getHeight() / 2);
        lines(caption, Lettering.LABEL, bottom + below + 18, HeatMapPlan.CAPTION_LINE);
        return ink;
    }

    private void lines(List<String> lines, Font font, int baseline, int pitch) {
        for (int i = 0; i < lines.size(); i++) {
            ink.left(lines.get(i), font, Ink.DARK, HeatMapPlan.PAD, baseline + (double) i * pitch);
        }
    }

    /** Lays the legend out in lines, draws it if asked, and says how many lines it takes: none for a single condition. */
    private int legend(int width, int y, boolean draw) {
        if (trace.conditions().size() == 1) {
            return 0;
        }
        double room = width - 2.0 * HeatMapPlan.PAD;
        double at = 0;
        int line = 0;
        for (int i = 0; i < trace.conditions().size(); i++) {
            UnitTrace.Condition condition = trace.conditions().get(i);
            String label = Lettering.clip(
                    Lettering.drawable(condition.label() + " (n = " + condition.trials().length + ")"),
                    Lettering.LABEL,
                    room - SAMPLE - 6);
            double length = SAMPLE + 6 + Lettering.width(label, Lettering.LABEL);
            if (at > 0 && at + length > room) {
                at = 0;
                line++;
            }
            if (draw) {
                double start = HeatMapPlan.PAD + at;
                double middle = y + line * LEGEND_LINE + 7;
                ink.graphics().setColor(TraceChart.colour(i));
                ink.graphics().setStroke(TraceChart.stroke(i, 2.2f));
                ink.graphics().draw(new Line2D.Double(start, middle, start + SAMPLE, middle));
                ink.left(label, Lettering.LABEL, Ink.DARK, start + SAMPLE + 6, middle + 4);
            }
            at += length + 20;
        }
        return line + 1;
    }
}
