package io.patchclamp.figure;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a planned heat map. */
final class HeatMapPainter {
    private final HeatMap map;
    private final HeatMapPlan plan;
    private final Ink ink;

    HeatMapPainter(HeatMap map, HeatMapPlan plan) {
        this.map = map;
        this.plan = plan;
        this.ink = new Ink(plan.width(), plan.height());
    }

    /** All colours of a heat map: the scale's, greys, and the blue of generated tokens on white. */
    static List<Integer> palette() {
        List<Integer> palette = new ArrayList<>(ColourScale.colours());
        for (int i = 0; i <= 35; i++) {
            palette.add(ColourScale.mix(Ink.DARK.getRGB() & 0xffffff, 0xffffff, i / 35.0));
        }
        for (int i = 0; i < 16; i++) {
            palette.add(ColourScale.mix(Ink.GENERATED.getRGB() & 0xffffff, 0xffffff, i / 16.0));
        }
        palette.add(Ink.PALE.getRGB() & 0xffffff);
        palette.add(Ink.GREY.getRGB() & 0xffffff);
        return palette;
    }

    /** The page; whoever asks closes it. */
    Ink paint() {
        lines(plan.title(), HeatMapPlan.PAD + 12, HeatMapPlan.TITLE_LINE, true);
        cells();
        xAxis();
        yAxis();
        peaks();
        if (map.timeRow().generates()) {
            new PromptBrackets(
                            ink,
                            plan.left(),
                            plan.top(),
                            plan.x().length(),
                            plan.y().length(),
                            plan.timeOnX())
                    .paint(plan.time(), map.promptRows());
        }
        colourBar();
        lines(plan.caption(), plan.bottom() + plan.below() + 8 + 10, HeatMapPlan.CAPTION_LINE, false);
        return ink;
    }

    private void lines(List<String> lines, int baseline, int line, boolean title) {
        for (int i = 0; i < lines.size(); i++) {
            ink.left(
                    lines.get(i),
                    title ? Lettering.TITLE : Lettering.LABEL,
                    Ink.DARK,
                    HeatMapPlan.PAD,
                    baseline + i * line);
        }
    }

    private void cells() {
        MatrixImage.pool(map.data(), plan.time(), plan.unit(), plan.timeOnX())
                .blit(
                        ink.pixels(),
                        ink.width() * Ink.SCALE,
                        Ink.SCALE,
                        plan.left(),
                        plan.top(),
                        plan.x(),
                        plan.y(),
                        plan.scale());
        ink.frame(Ink.GREY, plan.left(), plan.top(), plan.x().length(), plan.y().length());
    }

    private void xAxis() {
        AxisLabels.paintBelow(
                ink,
                plan.left(),
                plan.bottom() + 0.5,
                plan.x(),
                plan.timeOnX() ? plan.timeTicks() : plan.unitTicks(),
                plan.slanted());
        String name = plan.timeOnX() ? "token (time runs right)" : Lettering.drawable(map.unitLabel());
        double middle = plan.left() + plan.x().length() / 2.0;
        double half = Math.min(middle, plan.bar() - middle);
        if (plan.timeOnX() && Lettering.width(name, Lettering.LABEL) > 2 * half) {
            name = "token";
        }
        ink.centred(
                Lettering.clip(name, Lettering.LABEL, 2 * half),
                Lettering.LABEL,
                Ink.DARK,
                middle,
                plan.bottom() + plan.below() - 4);
    }

    private void yAxis() {
        double line = plan.left() - 0.5;
        for (AxisLabels.Tick tick : plan.timeOnX() ? plan.unitTicks() : plan.timeTicks()) {
            double y = plan.top() + plan.y().centre(tick.item());
            ink.line(Ink.GREY, 1, line - AxisLabels.TICK, y, line, y);
            ink.runs(tick.runs(), Lettering.LABEL, line - AxisLabels.TICK - 3 - tick.width(), y + 4, 0);
        }
        String name = plan.timeOnX() ? Lettering.drawable(map.unitLabel()) : "token (time runs down)";
        double room = plan.y().length() + 8;
        if (!plan.timeOnX() && Lettering.width(name, Lettering.LABEL) > room) {
            name = "token";
        }
        ink.upwards(
                Lettering.clip(name, Lettering.LABEL, room),
                Lettering.LABEL,
                Ink.DARK,
                HeatMapPlan.PAD + 10,
                plan.top() + plan.y().length() / 2.0);
    }

    private void peaks() {
        for (AxisLabels.Tick tick : plan.peakTicks()) {
            double at = plan.unit().centre(tick.item());
            String id = tick.runs().get(0).text();
            if (plan.timeOnX()) {
                double x = plan.right() + 1;
                double y = plan.top() + at;
                arrow(x, y, x + AxisLabels.TICK + 1, y - 3, x + AxisLabels.TICK + 1, y + 3);
                ink.left(id, Lettering.LABEL, Ink.DARK, x + AxisLabels.TICK + 4, y + 4);
            } else {
                double x = plan.left() + at;
                double y = plan.top() - 1;
                arrow(x, y, x - 3, y - AxisLabels.TICK - 1, x + 3, y - AxisLabels.TICK - 1);
                ink.centred(id, Lettering.LABEL, Ink.DARK, x, y - AxisLabels.TICK - 3);
            }
        }
    }

    private void arrow(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        path.lineTo(xy[2], xy[3]);
        path.lineTo(xy[4], xy[5]);
        path.closePath();
        ink.graphics().setColor(Ink.DARK);
        ink.graphics().fill(path);
    }

    private void colourBar() {
        ColourBar.upright(
                ink, plan.bar(), plan.top(), plan.y().length(), plan.scale(), Lettering.drawable(map.valueLabel()));
    }
}
