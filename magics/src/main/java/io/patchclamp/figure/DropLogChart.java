package io.patchclamp.figure;

import java.awt.Color;
import java.util.List;
import java.util.Map;

import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.Reason;

/** How many trials are left, and how many were left out for which reason, as bars with their counts. */
public final class DropLogChart {
    private static final int WIDTH = 560;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final Color KEPT = PlotArea.colour(0);
    private static final Color DROPPED = PlotArea.colour(1);

    private DropLogChart() {}

    /**
     * Draws it.
     *
     * @param log which trials were left out
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(DropLog log) {
        List<Map.Entry<Reason, Integer>> reasons = List.copyOf(log.byReason().entrySet());
        int left = (int) Math.ceil(reasons.stream()
                        .mapToDouble(r -> Lettering.width(r.getKey().word(), Lettering.LABEL))
                        .reduce(Lettering.width("kept", Lettering.LABEL), Math::max))
                + Page.PAD
                + 12;
        int height = (reasons.size() + 1) * ROW + 52;
        String caption = log + ".";
        String title = log.kept() + " of " + Numerals.count(log.total(), "trial") + " kept";
        return Page.draw(WIDTH, height, title, caption, caption, PlotArea.palette(), (ink, top) -> {
            double right = WIDTH - 60.0;
            double above = top + 6.0;
            double tall = (reasons.size() + 1) * ROW;
            PlotArea plot = new PlotArea(
                    ink, left, above, right - left, tall, new double[] {0, Math.max(1, log.total())}, new double[] {0, 1
                    });
            bar(ink, plot, left, above, "kept", log.kept(), KEPT);
            for (int i = 0; i < reasons.size(); i++) {
                double at = above + (i + 1) * ROW;
                bar(
                        ink,
                        plot,
                        left,
                        at,
                        reasons.get(i).getKey().word(),
                        reasons.get(i).getValue(),
                        DROPPED);
            }
            plot.frame();
            plot.xAxis("trials");
        });
    }

    private static void bar(Ink ink, PlotArea plot, double left, double top, String name, int n, Color colour) {
        double y = top + (ROW - BAR) / 2.0;
        ink.fill(colour, left, y, plot.x(n) - left, BAR);
        ink.right(name, Lettering.LABEL, Ink.DARK, left - 8, y + BAR - 3.0);
        double after = plot.x(n) + 5;
        boolean inside = after + 20 > plot.x(0) + (WIDTH - 60.0 - left);
        if (inside) {
            ink.right(String.valueOf(n), Lettering.LABEL, Color.WHITE, plot.x(n) - 5, y + BAR - 3.0);
        } else {
            ink.left(String.valueOf(n), Lettering.LABEL, Ink.DARK, after, y + BAR - 3.0);
        }
    }
}
