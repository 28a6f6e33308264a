package io.patchclamp.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;

/**
 * A picture of a matrix: tokens in time along one axis, units along the other, value as colour.
 *
 * <p>The scale is red-blue and symmetric about 0, its limit by default the 99th percentile of |x| over the finite values;
 * cells beyond it are counted in the caption. Missing cells (NaN) are grey. Where there are more units than pixels, the
 * value furthest from 0 among those that share a pixel is drawn, so that a single peak is never lost.
 *
 * <p>Immutable: each option gives a changed copy.
 *
 * <pre>{@code
 * Figure figure = HeatMap.of(recording.site("L29.mlp.neurons").trials().get(0))
 *         .tokens(visible).unitLabel("neuron").site("Layer 29 mlp.neurons").render();
 * }</pre>
 */
public final class HeatMap implements Cloneable {
    private final float[] data;
    private final int tokenCount;
    private final int unitCount;
    private List<String> tokens = List.of();
    private int[] units;
    private String unitLabel = "unit";
    private String title = "";
    private String site = "";
    private String valueLabel = "activation (a.u.)";
    private int[] trials = {1};
    private double percentile = 99;
    private double limit = Double.NaN;
    private int scaleFrom;
    private int width = 860;
    private int promptLength = -1;
    private Boolean timeOnX;

    private HeatMap(NamedArray matrix) {
        int[] shape = matrix.shape();
        if (shape.length != 2) {
            throw new PatchclampException(
                    "A heat map needs a matrix [token, unit], got " + matrix + ".",
                    "one trial of a recording, .at(0) of an array with trials, or one head");
        }
        if (matrix.size() == 0) {
            throw new PatchclampException(
                    "A heat map of " + matrix + " has no cell to draw.", "a selector and a window that leave some");
        }
        data = matrix.toArray();
        tokenCount = shape[0];
        unitCount = shape[1];
        units = new int[unitCount];
        Arrays.setAll(units, i -> i);
    }

    /**
     * A heat map of a matrix with every option at its default.
     *
     * @param matrix {@code [token, unit]}; missing cells are NaN
     * @return the heat map, not yet drawn
     * @throws PatchclampException if the matrix has another rank, or no cell
     */
    public static HeatMap of(NamedArray matrix) {
        return new HeatMap(Objects.requireNonNull(matrix, "matrix"));
    }

    /**
     * Names the rows of the matrix. Default: their indices alone.
     *
     * @param visible one token a row, in order of time, white space already made visible
     * @return a copy with these tokens
     * @throws PatchclampException if there are more or fewer than rows
     */
    public HeatMap tokens(List<String> visible) {
        requireCount(visible.size(), tokenCount, "token", "row");
        return with(map -> map.tokens = List.copyOf(visible));
    }

    /**
     * Gives the columns' real unit numbers. Default: 0, 1, 2, …
     *
     * @param ids one a column
     * @return a copy with these units
     * @throws PatchclampException if there are more or fewer than columns
     */
    public HeatMap units(int[] ids) {
        requireCount(ids.length, unitCount, "unit number", "column");
        return with(map -> map.units = ids.clone());
    }

    /**
     * Says what a unit is.
     *
     * @param singular such as {@code neuron} (the default is {@code unit})
     * @return a copy with this label
     * @throws PatchclampException if it is blank
     */
    public HeatMap unitLabel(String singular) {
        requireWords(singular, "unit label", "neuron");
        return with(map -> map.unitLabel = singular);
    }

    /**
     * Says what the picture shows. The number of trials is put behind it.
     *
     * @param claim a short sentence without full stop
     * @return a copy with this title
     */
    public HeatMap title(String claim) {
        Objects.requireNonNull(claim, "claim");
        return with(map -> map.title = claim);
    }

    /**
     * Says where the values come from; the caption begins with it.
     *
     * @param name such as {@code L29.mlp.neurons}
     * @return a copy with this site
     */
    public HeatMap site(String name) {
        Objects.requireNonNull(name, "name");
        return with(map -> map.site = name);
    }

    /**
     * Says what the colour is.
     *
     * @param nameAndUnit a name, then the unit in parentheses; default {@code activation (a.u.)}
     * @return a copy with this label
     * @throws PatchclampException if it is blank
     */
    public HeatMap valueLabel(String nameAndUnit) {
        requireWords(nameAndUnit, "value label", "activation (a.u.)");
        return with(map -> map.valueLabel = nameAndUnit);
    }

    /**
     * Says how many trials the matrix is the mean of.
     *
     * @param n 1 (the default) or more
     * @return a copy with this n
     * @throws PatchclampException if n is less than 1
     */
    public HeatMap trials(int n) {
        return trialsOf(n);
    }

    /**
     * Says how many trials each row is the mean of, where it differs: tokens with fewer than the most say so.
     *
     * @param n one a row
     * @return a copy with these n
     * @throws PatchclampException if there are more or fewer than rows, or one is negative
     */
    public HeatMap trialsPerToken(int[] n) {
        requireCount(n.length, tokenCount, "trial count", "row");
        return trialsOf(n);
    }

    private HeatMap trialsOf(int... n) {
        if (Arrays.stream(n).anyMatch(i -> i < 0) || Arrays.stream(n).max().orElse(0) < 1) {
            throw new PatchclampException(
                    "A heat map is of 1 trial or more, got n = " + Arrays.toString(n) + ".", "the number of trials");
        }
        return with(map -> map.trials = n.clone());
    }

    /**
     * Sets where colour ends, as a percentile of |x| over the finite values.
     *
     * @param p above 0, at most 100; default 99
     * @return a copy with this limit
     * @throws PatchclampException if p is outside
     */
    public HeatMap limitPercentile(double p) {
        if (!(p > 0 && p <= 100)) {
            throw new PatchclampException(
                    "A percentile for the colour limit lies above 0 and at most at 100, got " + p + ".", "99");
        }
        return with(map -> {
            map.percentile = p;
            map.limit = Double.NaN;
        });
    }

    /**
     * Leaves the first tokens out of the percentile: they often hold activations far beyond all others, which bleach the
     * rest. They are drawn all the same, clipped and counted.
     *
     * @param firstToken the first token that sets the limit; default 0
     * @return a copy with this limit
     * @throws PatchclampException if there is no such token
     */
    public HeatMap scaleFrom(int firstToken) {
        if (firstToken < 0 || firstToken >= tokenCount) {
            throw new PatchclampException(
                    "There is no token " + firstToken + " to scale from among " + Numerals.count(tokenCount, "token")
                            + ".",
                    "0 to " + (tokenCount - 1));
        }
        return with(map -> map.scaleFrom = firstToken);
    }

    /**
     * Sets where colour ends, as a value: for pictures that are compared.
     *
     * @param v finite and above 0
     * @return a copy with this limit
     * @throws PatchclampException if v is anything else
     */
    public HeatMap limit(double v) {
        if (!(v > 0 && v < Double.POSITIVE_INFINITY)) {
            throw new PatchclampException(
                    "The colour limit is a finite number above 0 and counts both ways, got " + v + ".",
                    "a limit such as 2.5, or none for the 99th percentile of |x|");
        }
        return with(map -> map.limit = v);
    }

    /**
     * Sets about how wide the picture is shown. It comes out narrower for few units, and up to 15 % wider where that
     * spares pooling.
     *
     * @param cssPixels 300 to 4000; default 860
     * @return a copy with this width
     * @throws PatchclampException if it is outside
     */
    public HeatMap width(int cssPixels) {
        if (cssPixels < 300 || cssPixels > 4000) {
            throw new PatchclampException(
                    "A heat map is 300 to 4000 CSS pixels wide, got " + cssPixels + ".", "860, the default");
        }
        return with(map -> map.width = cssPixels);
    }

    /**
     * Parts the prompt's tokens from the generated ones: a line between them, and both named.
     *
     * @param rows how many of the first rows are the prompt
     * @return a copy with this line
     * @throws PatchclampException if there are not so many rows
     */
    public HeatMap promptLength(int rows) {
        if (rows < 0 || rows > tokenCount) {
            throw new PatchclampException(
                    "A prompt of " + rows + " tokens does not fit the matrix's " + Numerals.count(tokenCount, "row")
                            + ".",
                    "0 to " + tokenCount);
        }
        return with(map -> map.promptLength = rows);
    }

    /**
     * Turns the picture. Default: tokens run down where there are more units than tokens, else to the right.
     *
     * @param right true for time to the right and units upon each other, false for time down and units side by side
     * @return a copy turned so
     */
    public HeatMap timeOnX(boolean right) {
        return with(map -> map.timeOnX = right);
    }

    /**
     * Draws it.
     *
     * @return the picture
     * @throws PatchclampException if Java finds no font
     */
    public Figure render() {
        Lettering.requireFonts();
        HeatMapPlan plan = plan();
        try (Ink ink = new HeatMapPainter(this, plan).paint()) {
            byte[] png = Png.encode(
                    ink.pixels(),
                    ink.width() * Ink.SCALE,
                    ink.height() * Ink.SCALE,
                    HeatMapPainter.palette(),
                    plan.words().caption());
            return new Drawing(
                    png,
                    ink.width(),
                    ink.height(),
                    plan.words().caption(),
                    plan.words().text());
        }
    }

    HeatMapPlan plan() {
        ColourScale scale = Double.isNaN(limit)
                ? ColourScale.atPercentile(data, unitCount, scaleFrom, percentile)
                : ColourScale.fixed(data, limit);
        return HeatMapPlan.of(this, scale, Peaks.of(data, tokenCount, unitCount, scale.limit()));
    }

    float[] data() {
        return data;
    }

    int tokenCount() {
        return tokenCount;
    }

    int unitCount() {
        return unitCount;
    }

    List<String> tokens() {
        return tokens;
    }

    int unit(int column) {
        return units[column];
    }

    String unitLabel() {
        return unitLabel;
    }

    String title() {
        return title;
    }

    String site() {
        return site;
    }

    String valueLabel() {
        return valueLabel;
    }

    /** What is written at each token. */
    TimeRow timeRow() {
        return new TimeRow(tokenCount, tokens, promptRows(), row -> {
            int n = trials[trials.length == 1 ? 0 : row];
            return n < mostTrials() ? "n=" + n : "";
        });
    }

    int mostTrials() {
        return Arrays.stream(trials).max().getAsInt();
    }

    int fewestTrials() {
        return Arrays.stream(trials).min().getAsInt();
    }

    int width() {
        return width;
    }

    /** How many rows are the prompt; all of them where nothing was said. */
    int promptRows() {
        return promptLength < 0 ? tokenCount : promptLength;
    }

    boolean timeRunsRight() {
        return timeOnX == null ? unitCount <= tokenCount : timeOnX;
    }

    private static void requireCount(int got, int wanted, String thing, String line) {
        if (got != wanted) {
            throw new PatchclampException(
                    "The matrix has " + Numerals.count(wanted, line) + ", but " + Numerals.count(got, thing) + " came.",
                    "one " + thing + " a " + line);
        }
    }

    private static void requireWords(String words, String what, String example) {
        if (words.isBlank()) {
            throw new PatchclampException("The heat map's " + what + " is blank.", example);
        }
    }

    private HeatMap with(Consumer<HeatMap> change) {
        try {
            HeatMap copy = (HeatMap) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
