package io.patchclamp.figure;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A map of cells with a name for each row and column: red and blue by their number, white at 0, grey where there is none; a
 * word in each where there is room.
 *
 * @param rows names, the lowest first
 * @param columns names, from the left
 * @param values row by row
 * @param inside what is written in each cell; null or empty for nothing
 * @param within what that is, for the caption of a map with room for it
 * @param rowAxis what a row is
 * @param columnAxis what a column is
 * @param measure what colours are
 */
record CellMap(
        List<String> rows,
        List<String> columns,
        double[][] values,
        String[][] inside,
        String within,
        String rowAxis,
        String columnAxis,
        String measure) {
    private static final double WIDEST = 640;
    private static final double HIGHEST = 460;
    private static final double SMALLEST = 4;
    private static final double WORD = 34;
    private static final double LINE = 15;
    private static final double LONGEST = 150;
    private static final double BAR = 150;
    private static final double MISSING = 70;
    private static final int BELOW = 80;
    /** From which share of the limit a cell is too dark for dark letters. */
    private static final double DARK = 0.62;

    private int pooledColumns() {
        return (int) Math.max(1, Math.ceil(columns.size() * SMALLEST / WIDEST));
    }

    private int pooledRows() {
        return (int) Math.max(1, Math.ceil(rows.size() * SMALLEST / HIGHEST));
    }

    private int shownColumns() {
        return (columns.size() + pooledColumns() - 1) / pooledColumns();
    }

    private int shownRows() {
        return (rows.size() + pooledRows() - 1) / pooledRows();
    }

    private double cellWidth() {
        double most = Math.max(20, Math.min(56, 420.0 / shownColumns()));
        return Math.max(SMALLEST, Math.min(most, Math.floor(WIDEST / shownColumns())));
    }

    private double cellHeight() {
        return Math.max(SMALLEST, Math.min(22, Math.floor(HIGHEST / shownRows())));
    }

    private double left() {
        return Page.PAD
                + 26
                + Math.ceil(rows.stream()
                        .mapToDouble(r -> Lettering.width(shown(r), Lettering.SMALL))
                        .max()
                        .orElse(0));
    }

    private static String shown(String name) {
        return Lettering.shortened(Lettering.drawable(name), Lettering.SMALL, LONGEST);
    }

    private double limit() {
        double limit = IntStream.range(0, rows.size())
                .mapToDouble(r -> java.util.Arrays.stream(values[r])
                        .filter(Double::isFinite)
                        .map(Math::abs)
                        .max()
                        .orElse(0))
                .max()
                .orElse(0);
        return limit > 0 ? limit : 1;
    }

    private boolean missing() {
        return java.util.Arrays.stream(values)
                .anyMatch(row -> java.util.Arrays.stream(row).anyMatch(v -> !Double.isFinite(v)));
    }

    Figure draw(String title, String caption, String text) {
        double wide = shownColumns() * cellWidth();
        double high = shownRows() * cellHeight();
        int names = PlotArea.namesRoom(columns, wide / columns.size());
        double label =
                BAR + 10 + (missing() ? MISSING : 0) + Lettering.width(Lettering.drawable(measure), Lettering.LABEL);
        int width = (int)
                Math.max(Math.min(760, Math.max(480, left() + label + 2 * Page.PAD)), left() + wide + 2.0 * Page.PAD);
        String all = caption + (words() ? " " + within : "") + pooled();
        return Page.draw(
                width,
                (int) (high + BELOW + names),
                title,
                all,
                all + "\n" + text,
                HeatMapPainter.palette(),
                (ink, top) -> {
                    double limit = limit();
                    cells(ink, top + 4.0, limit);
                    ink.frame(Ink.GREY, left(), top + 4.0, wide, high);
                    axes(ink, top + 4.0, wide, high);
                    bar(ink, top + high + names + 50, limit, width);
                });
    }

    private String pooled() {
        int c = pooledColumns();
        int r = pooledRows();
        return c == 1 && r == 1
                ? ""
                : " " + r + " by " + c + " cells (rows by columns) share one, and the number furthest from 0 is drawn.";
    }

    /** Whether cells are large enough to be written in. */
    private boolean words() {
        return inside != null
                && pooledColumns() == 1
                && pooledRows() == 1
                && cellWidth() >= WORD
                && cellHeight() >= LINE;
    }

    private double number(int row, int column) {
        double furthest = Double.NaN;
        for (int r = row * pooledRows(); r < Math.min(rows.size(), (row + 1) * pooledRows()); r++) {
            for (int c = column * pooledColumns(); c < Math.min(columns.size(), (column + 1) * pooledColumns()); c++) {
                double x = values[r][c];
                furthest = Double.isFinite(x) && !(Math.abs(x) <= Math.abs(furthest)) ? x : furthest;
            }
        }
        return furthest;
    }

    private void cells(Ink ink, double top, double limit) {
        double w = cellWidth();
        double h = cellHeight();
        boolean words = words();
        for (int r = 0; r < shownRows(); r++) {
            double y = top + (shownRows() - 1 - r) * h;
            for (int c = 0; c < shownColumns(); c++) {
                double x = left() + c * w;
                double value = number(r, c);
                ink.cell(colour(value, limit), x, y, w, h);
                if (words && inside[r][c] != null && !inside[r][c].isEmpty()) {
                    ink.centred(
                            Lettering.clip(inside[r][c], Lettering.SMALL, w - 2),
                            Lettering.SMALL,
                            letters(value, limit),
                            x + w / 2,
                            y + h / 2 + 3.5);
                }
            }
        }
    }

    static Color colour(double value, double limit) {
        return Double.isNaN(value)
                ? SquareCells.MISSING
                : new Color(ColourScale.rgbOfStep(
                        (int) Math.round(Math.max(-1, Math.min(1, value / limit)) * ColourScale.STEPS)));
    }

    static Color letters(double value, double limit) {
        return Math.abs(value / limit) > DARK ? Color.WHITE : Ink.DARK;
    }

    private void axes(Ink ink, double top, double wide, double high) {
        int step = Numerals.roundStep(12 * pooledRows() / cellHeight());
        for (int r = 0; r < rows.size(); r += step) {
            double y = top + high - (r / pooledRows() + 0.5) * cellHeight();
            ink.right(shown(rows.get(r)), Lettering.SMALL, Ink.DARK, left() - 5, y + 3.5);
        }
        ink.upwards(
                Lettering.clip(rowAxis, Lettering.LABEL, high + 40),
                Lettering.LABEL,
                Ink.DARK,
                Page.PAD + 8,
                Math.max(top + high / 2, top + Lettering.width(rowAxis, Lettering.LABEL) / 2 - 6));
        new PlotArea(ink, left(), top, wide, high, new double[] {-0.5, columns.size() - 0.5}, new double[] {0, 1})
                .xNames(columns, columnAxis);
    }

    private void bar(Ink ink, double y, double limit, int width) {
        double x = left();
        double room = width - Page.PAD - x - BAR - 10 - (missing() ? MISSING : 0);
        ColourBar.lying(
                ink,
                x,
                y,
                BAR,
                ColourBar.signed(),
                ColourBar.symmetric(limit),
                Lettering.clip(Lettering.drawable(measure), Lettering.LABEL, room));
        if (missing()) {
            double at = width - Page.PAD - MISSING + 10;
            ink.fill(SquareCells.MISSING, at, y, 12, ColourBar.HEIGHT);
            ink.frame(Ink.GREY, at, y, 12, ColourBar.HEIGHT);
            ink.left("none", Lettering.LABEL, Ink.DARK, at + 17, y + ColourBar.HEIGHT);
        }
    }
}
