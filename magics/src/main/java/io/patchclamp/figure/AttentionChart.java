package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.lens.AttentionReading;
import io.patchclamp.record.TokenText;

/** Where each head of a layer looks in one text: a square a head, who looks from above down, what at from left to right. */
public final class AttentionChart {
    private static final int GAP = 16;
    private static final int HEAD = 18;
    private static final int BAR = 130;
    private static final int LONGEST = 110;
    private static final List<ColourBar.Tick> SHARES =
            List.of(new ColourBar.Tick(0, "0"), new ColourBar.Tick(0.5, "0.5"), new ColourBar.Tick(1, "1"));
    private static final Color LATER = new Color(0xf4f4f4);

    private final AttentionReading reading;
    private final NamedArray pattern;
    private final List<String> tokens;
    private final int heads;
    private final int across;
    private final double side;
    private final double left;
    private final int width;

    private AttentionChart(AttentionReading reading, int trial) {
        this.reading = reading;
        pattern = reading.patterns().get(trial);
        TokenText text = reading.texts().get(trial);
        tokens = IntStream.range(0, text.count())
                .mapToObj(i -> i + " " + Lettering.token(text.visible().get(i)))
                .toList();
        heads = reading.heads().size();
        double wished = heads == 1 ? 420 : heads <= 4 ? 230 : heads <= 12 ? 180 : 130;
        int shown = (tokens.size() + pooled(wished) - 1) / pooled(wished);
        side = shown * Math.max(0.5, Math.floor(2 * wished / shown) / 2);
        left = Page.PAD
                + 26
                + tokens.stream()
                        .mapToDouble(t -> Lettering.width(shown(t), Lettering.SMALL))
                        .max()
                        .orElse(0);
        across = (int) Math.max(1, Math.min(heads, (920 - left) / (side + GAP)));
        width = (int) Math.max(460, left + across * (side + GAP) + Page.PAD);
    }

    /**
     * Draws it.
     *
     * @param reading what was measured
     * @param trial which text, from 0
     * @return the picture
     * @throws io.patchclamp.fault.PatchclampException if Java finds no font
     */
    public static Figure of(AttentionReading reading, int trial) {
        return new AttentionChart(reading, trial).draw(trial);
    }

    /** How many tokens share a cell: none where there is half a pixel for each. */
    private int pooled(double wished) {
        return Math.max(1, (int) Math.ceil(tokens.size() / (2 * wished)));
    }

    private Figure draw(int trial) {
        int rows = (heads + across - 1) / across;
        double below = below();
        String many = heads == 1 ? "head " + reading.heads().get(0) : Numerals.count(heads, "head");
        String title = "Where L" + reading.layer() + " looks: " + many + " (one text, "
                + Numerals.count(tokens.size(), "token") + ")";
        int pooled = pooled(side);
        String caption =
                "Colour: share of attention, each row adds up to 1; rows: the token that looks; columns: the token"
                        + " looked at; pale: later tokens, which cannot be."
                        + (pooled == 1
                                ? ""
                                : " " + pooled + " by " + pooled + " tokens share a cell, and the largest is drawn.")
                        + " Text: "
                        + Lettering.clip(
                                Lettering.drawable(reading.texts().get(trial).text()), Lettering.LABEL, 560);
        return Page.draw(
                width,
                (int) (rows * (side + HEAD) + (rows - 1) * GAP + below + 46),
                title,
                caption,
                caption + "\n" + numbers(),
                SquareCells.palette(),
                (ink, top) -> {
                    for (int h = 0; h < heads; h++) {
                        double x = left + h % across * (side + GAP);
                        double y = top + HEAD + h / across * (side + HEAD + GAP);
                        ink.left("head " + reading.heads().get(h), Lettering.LABEL, Ink.DARK, x, y - 4);
                        cells(ink, h, x, y);
                        if (h % across == 0) {
                            rowNames(ink, y);
                        }
                        if (h + across >= heads) {
                            new PlotArea(ink, x, y, side, side, new double[] {-0.5, tokens.size() - 0.5}, new double[] {
                                        0, 1
                                    })
                                    .xNames(columnNames(), "");
                        }
                    }
                    double end = top + rows * (side + HEAD) + (rows - 1) * GAP;
                    ink.upwards("token that looks", Lettering.LABEL, Ink.DARK, Page.PAD + 8, top + HEAD + side / 2);
                    ink.left("token looked at", Lettering.LABEL, Ink.DARK, left, end + below + 12);
                    ColourBar.lying(
                            ink, left + 110, end + below + 4, BAR, SquareCells::shade, SHARES, "share of attention");
                });
    }

    private double below() {
        return 20 + PlotArea.namesRoom(columnNames(), side / tokens.size());
    }

    /** Names where there is a line for each; numbers, as many as there is room for, where there is not. */
    private List<String> columnNames() {
        return heads == 1 && side / tokens.size() >= AxisLabels.LINE
                ? tokens
                : IntStream.range(0, tokens.size()).mapToObj(String::valueOf).toList();
    }

    private void rowNames(Ink ink, double top) {
        double cell = side / tokens.size();
        int step = Numerals.roundStep(11.5 / cell);
        for (int t = 0; t < tokens.size(); t += step) {
            ink.right(shown(tokens.get(t)), Lettering.SMALL, Ink.DARK, left - 5, top + (t + 0.5) * cell + 3.5);
        }
    }

    private static String shown(String token) {
        return Lettering.clip(token, Lettering.SMALL, LONGEST);
    }

    private void cells(Ink ink, int head, double x, double y) {
        int pooled = pooled(side);
        int shown = (tokens.size() + pooled - 1) / pooled;
        double cell = side / shown;
        for (int q = 0; q < shown; q++) {
            for (int k = 0; k < shown; k++) {
                double most = most(head, q * pooled, k * pooled, pooled);
                ink.cell(
                        k > q ? LATER : Double.isNaN(most) ? SquareCells.MISSING : SquareCells.shade(most),
                        x + k * cell,
                        y + q * cell,
                        cell,
                        cell);
            }
        }
        ink.frame(Ink.GREY, x, y, side, side);
    }

    private double most(int head, int query, int key, int pooled) {
        double most = Double.NaN;
        for (int q = query; q < Math.min(tokens.size(), query + pooled); q++) {
            for (int k = key; k <= Math.min(q, key + pooled - 1); k++) {
                double p = pattern.get(head, q, k);
                most = Double.isNaN(most) || p > most ? p : most;
            }
        }
        return most;
    }

    /** What each head looks at most from the last token. */
    private String numbers() {
        int last = tokens.size() - 1;
        List<String> lines = new ArrayList<>();
        for (int h = 0; h < heads; h++) {
            int head = h;
            int most = IntStream.rangeClosed(0, last)
                    .reduce((a, b) -> pattern.get(head, last, b) > pattern.get(head, last, a) ? b : a)
                    .orElse(0);
            lines.add(String.format(
                    Locale.ROOT,
                    "  head %d: the last token looks most at %s, %.2f",
                    reading.heads().get(h),
                    tokens.get(most),
                    pattern.get(head, last, most)));
        }
        return String.join("\n", lines);
    }
}
