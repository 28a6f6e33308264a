package io.patchclamp.figure;

import java.util.List;

/**
 * Where everything of a heat map goes, in CSS pixels: measured once, then drawn.
 *
 * @param slanted whether the labels under the x axis are tokens too long to stand side by side
 * @param left where the cells begin
 * @param top where the cells begin
 * @param beside room right of the cells before the colour bar
 * @param below room under the cells before the caption
 */
record HeatMapPlan(
        ColourScale scale,
        Peaks peaks,
        HeatMapWords words,
        Axis time,
        Axis unit,
        boolean timeOnX,
        boolean slanted,
        List<AxisLabels.Tick> timeTicks,
        List<AxisLabels.Tick> unitTicks,
        List<AxisLabels.Tick> peakTicks,
        List<String> title,
        List<String> caption,
        int left,
        int top,
        int beside,
        int below,
        int width,
        int height) {
    static final int PAD = 12;
    static final int TITLE_LINE = 18;
    static final int CAPTION_LINE = 15;
    static final int AXIS_TITLE = 18;
    static final int BRACKET = 18;
    static final int PEAK_LINE = 20;
    static final int BAR_GAP = 16;

    private static final int HIGHEST_PLOT = 600;
    private static final int LEAST_PLOT = 100;
    private static final int LEAST_WIDTH = 440;

    static HeatMapPlan of(HeatMap map, ColourScale scale, Peaks peaks) {
        boolean timeOnX = map.timeRunsRight();
        int split = map.promptRows();
        int barRoom = BAR_GAP + ColourBar.WIDTH + barTickWidth(scale) + AXIS_TITLE + PAD;
        // Heights first: what is written beside the y axis decides how much width the x axis has.
        Axis y = timeOnX
                ? Axis.fit(map.unitCount(), 0, HIGHEST_PLOT, 22, LEAST_PLOT)
                : Axis.fit(map.tokenCount(), split, HIGHEST_PLOT, 18, LEAST_PLOT);
        List<AxisLabels.Tick> yTicks =
                timeOnX ? AxisLabels.units(map, y, false) : AxisLabels.tokens(map.timeRow(), y, false);
        List<AxisLabels.Tick> peakTicks =
                timeOnX ? AxisLabels.peaks(map, y, peaks, yTicks, false) : List.<AxisLabels.Tick>of();
        int bracket = split < map.tokenCount() ? BRACKET : 0;
        int left = PAD + AXIS_TITLE + AxisLabels.widest(yTicks) + AxisLabels.TICK + 4;
        int beside =
                timeOnX ? (peakTicks.isEmpty() ? 0 : AxisLabels.widest(peakTicks) + 2 * AxisLabels.TICK + 4) : bracket;
        int room = Math.max(100, map.width() - left - beside - barRoom);
        Axis x = timeOnX
                ? Axis.fit(map.tokenCount(), split, room, 36, LEAST_PLOT)
                : Axis.fit(map.unitCount(), 0, room, 36, LEAST_PLOT);
        List<AxisLabels.Tick> xTicks =
                timeOnX ? AxisLabels.tokens(map.timeRow(), x, true) : AxisLabels.units(map, x, true);
        int above = timeOnX ? bracket : 0;
        int below = AxisLabels.TICK + 14 + AXIS_TITLE;
        boolean slanted = timeOnX && AxisLabels.touching(xTicks, x);
        if (slanted) {
            below = AxisLabels.TICK + AxisLabels.slantHeight(xTicks) + AXIS_TITLE;
            left = Math.max(left, PAD + AxisLabels.slantOverhang(xTicks, x));
        }
        if (!timeOnX) {
            peakTicks = AxisLabels.peaks(map, x, peaks, xTicks, true);
            above = peakTicks.isEmpty() ? 0 : PEAK_LINE;
        }
        Axis time = timeOnX ? x : y;
        Axis unit = timeOnX ? y : x;
        HeatMapWords words = HeatMapWords.of(map, scale, peaks, time, unit);
        int width = Math.max(LEAST_WIDTH, left + x.length() + beside + barRoom);
        List<String> title = Lettering.wrap(words.title(), Lettering.TITLE, width - 2.0 * PAD);
        List<String> caption = Lettering.wrap(
                Numerals.minuses(Lettering.drawable(words.caption())), Lettering.LABEL, width - 2.0 * PAD);
        if (scale.missing() > 0) {
            below = Math.max(below, 30);
        }
        int top = PAD + title.size() * TITLE_LINE + 5 + above;
        int height = top + y.length() + below + 8 + caption.size() * CAPTION_LINE + PAD - 4;
        return new HeatMapPlan(
                scale,
                peaks,
                words,
                time,
                unit,
                timeOnX,
                slanted,
                timeOnX ? xTicks : yTicks,
                timeOnX ? yTicks : xTicks,
                peakTicks,
                title,
                caption,
                left,
                top,
                beside,
                below,
                width,
                height);
    }

    Axis x() {
        return timeOnX ? time : unit;
    }

    Axis y() {
        return timeOnX ? unit : time;
    }

    int right() {
        return left + x().length();
    }

    int bottom() {
        return top + y().length();
    }

    /** Where the colour bar begins. */
    int bar() {
        return right() + beside + BAR_GAP;
    }

    static int barTickWidth(ColourScale scale) {
        double missing = scale.missing() > 0 ? Lettering.width("missing", Lettering.SMALL) + AxisLabels.TICK + 4 : 0;
        return (int) Math.ceil(Math.max(missing, ColourBar.numbersRoom(ColourBar.ticks(scale)) + 1));
    }
}
