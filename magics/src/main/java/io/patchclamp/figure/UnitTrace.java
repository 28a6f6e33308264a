package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;

/**
 * A picture of one unit over the tokens: for each condition the mean over trials as a thick line, each trial as a thin
 * one. Conditions differ in colour and in dash. Missing values (NaN) leave gaps.
 *
 * <p>Immutable: each option gives a changed copy.
 *
 * <pre>{@code
 * Figure figure = UnitTrace.of("baseline", before).and("clamped to 5", after)
 *         .tokens(visible).site("L29.mlp.neurons[731]").render();
 * }</pre>
 */
public final class UnitTrace implements Cloneable {
    /** Okabe and Ito's colours, but for black and yellow: told apart without seeing red or green. */
    private static final int MOST_CONDITIONS = 6;

    private List<Condition> conditions;
    private List<String> tokens = List.of();
    private String title = "";
    private String site = "";
    private String valueLabel = "activation (a.u.)";
    private int width = 860;
    private int promptLength = -1;

    private UnitTrace(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /**
     * A picture of one condition with every option at its default.
     *
     * @param label what was done, such as {@code baseline}
     * @param trials {@code [trial, token]}, or {@code [token]} for a single trial; missing values are NaN
     * @return the picture, not yet drawn
     * @throws PatchclampException if the array has another rank or is empty, or the label is blank
     */
    public static UnitTrace of(String label, NamedArray trials) {
        return new UnitTrace(List.of(Condition.of(label, trials)));
    }

    /**
     * Adds a condition, up to six. One with fewer tokens than another ends earlier.
     *
     * @param label what was done, such as {@code clamped to 5}
     * @param trials {@code [trial, token]}, or {@code [token]} for a single trial
     * @return a copy with this condition too
     * @throws PatchclampException if the array has another rank or is empty, the label is blank or taken, or there are six
     */
    public UnitTrace and(String label, NamedArray trials) {
        if (conditions.size() == MOST_CONDITIONS) {
            throw new PatchclampException(
                    "A trace shows 6 conditions at most, '" + label + "' is the seventh.", "two pictures");
        }
        if (conditions.stream().anyMatch(c -> c.label().equals(label))) {
            throw new PatchclampException("There is a condition '" + label + "' already.", "another label");
        }
        List<Condition> more = new ArrayList<>(conditions);
        more.add(Condition.of(label, trials));
        if (!tokens.isEmpty()
                && tokens.size()
                        != more.stream().mapToInt(Condition::tokens).max().getAsInt()) {
            throw wrongCount(tokens.size(), more);
        }
        return with(trace -> trace.conditions = List.copyOf(more));
    }

    /**
     * Names the tokens. Default: their indices alone.
     *
     * @param visible as many as the longest condition has, white space already made visible
     * @return a copy with these tokens
     * @throws PatchclampException if there are more or fewer
     */
    public UnitTrace tokens(List<String> visible) {
        if (visible.size() != tokenCount()) {
            throw wrongCount(visible.size(), conditions);
        }
        return with(trace -> trace.tokens = List.copyOf(visible));
    }

    /**
     * Says what the picture shows. The number of trials is put behind it.
     *
     * @param claim a short sentence without full stop
     * @return a copy with this title
     */
    public UnitTrace title(String claim) {
        Objects.requireNonNull(claim, "claim");
        return with(trace -> trace.title = claim);
    }

    /**
     * Says which unit it is; the caption begins with it.
     *
     * @param name such as {@code L29.mlp.neurons[731]}
     * @return a copy with this site
     */
    public UnitTrace site(String name) {
        Objects.requireNonNull(name, "name");
        return with(trace -> trace.site = name);
    }

    /**
     * Says what is drawn.
     *
     * @param nameAndUnit a name, then the unit in parentheses; default {@code activation (a.u.)}
     * @return a copy with this label
     * @throws PatchclampException if it is blank
     */
    public UnitTrace valueLabel(String nameAndUnit) {
        if (nameAndUnit.isBlank()) {
            throw new PatchclampException("The trace's value label is blank.", "activation (a.u.)");
        }
        return with(trace -> trace.valueLabel = nameAndUnit);
    }

    /**
     * Sets about how wide the picture is shown.
     *
     * @param cssPixels 300 to 4000; default 860
     * @return a copy with this width
     * @throws PatchclampException if it is outside
     */
    public UnitTrace width(int cssPixels) {
        if (cssPixels < 300 || cssPixels > 4000) {
            throw new PatchclampException(
                    "A trace is 300 to 4000 CSS pixels wide, got " + cssPixels + ".", "860, the default");
        }
        return with(trace -> trace.width = cssPixels);
    }

    /**
     * Parts the prompt's tokens from the generated ones: a line between them, and both named.
     *
     * @param count how many of the first tokens are the prompt
     * @return a copy with this line
     * @throws PatchclampException if there are not so many tokens
     */
    public UnitTrace promptLength(int count) {
        if (count < 0 || count > tokenCount()) {
            throw new PatchclampException(
                    "A prompt of " + count + " tokens does not fit the trace's " + Numerals.count(tokenCount(), "token")
                            + ".",
                    "0 to " + tokenCount());
        }
        return with(trace -> trace.promptLength = count);
    }

    /**
     * Draws it.
     *
     * @return the picture
     * @throws PatchclampException if Java finds no font
     */
    public Figure render() {
        Lettering.requireFonts();
        UnitTraceWords words = UnitTraceWords.of(this);
        try (Ink ink = new UnitTracePainter(this, words).paint()) {
            byte[] png = Png.encode(
                    ink.pixels(),
                    ink.width() * Ink.SCALE,
                    ink.height() * Ink.SCALE,
                    UnitTracePainter.palette(),
                    words.caption());
            return new Drawing(png, ink.width(), ink.height(), words.caption(), words.text());
        }
    }

    /** One condition: its trials, and their mean where any has a finite value. */
    record Condition(String label, float[][] trials) {
        static Condition of(String label, NamedArray trials) {
            if (label.isBlank()) {
                throw new PatchclampException("A condition's label is blank.", "baseline");
            }
            int[] shape = trials.shape();
            if (shape.length < 1 || shape.length > 2) {
                throw new PatchclampException(
                        "A trace needs one unit's values [trial, token], got " + trials + ".",
                        "one unit of a recording: drop the unit axis");
            }
            if (trials.size() == 0) {
                throw new PatchclampException(
                        "Condition '" + label + "' is empty: " + trials + ".", "at least one trial with one token");
            }
            float[] all = trials.toArray();
            int tokens = shape[shape.length - 1];
            float[][] rows = new float[all.length / tokens][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * tokens, (i + 1) * tokens));
            return new Condition(label, rows);
        }

        int tokens() {
            return trials[0].length;
        }

        /** How many trials have a finite value at a token. */
        int n(int token) {
            int n = 0;
            for (float[] trial : trials) {
                n += token < trial.length && Float.isFinite(trial[token]) ? 1 : 0;
            }
            return n;
        }

        double[] mean() {
            double[] mean = new double[tokens()];
            for (int t = 0; t < mean.length; t++) {
                for (float[] trial : trials) {
                    mean[t] += Float.isFinite(trial[t]) ? trial[t] : 0;
                }
                mean[t] /= n(t); // NaN where no trial has a value
            }
            return mean;
        }
    }

    List<Condition> conditions() {
        return conditions;
    }

    int tokenCount() {
        return conditions.stream().mapToInt(Condition::tokens).max().getAsInt();
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

    int width() {
        return width;
    }

    /** What is written at each token: behind it n where it falls short of the number of trials. */
    TimeRow timeRow() {
        return new TimeRow(tokenCount(), tokens, promptLength < 0 ? tokenCount() : promptLength, this::shortfall);
    }

    private String shortfall(int token) {
        boolean full = conditions.stream().allMatch(c -> c.n(token) == c.trials().length);
        if (full) {
            return "";
        }
        int[] n = conditions.stream().mapToInt(c -> c.n(token)).toArray();
        boolean same = Arrays.stream(n).distinct().count() == 1;
        return "n="
                + (same
                        ? Integer.toString(n[0])
                        : String.join(
                                "/",
                                Arrays.stream(n).mapToObj(Integer::toString).toList()));
    }

    private static PatchclampException wrongCount(int got, List<Condition> conditions) {
        int wanted = conditions.stream().mapToInt(Condition::tokens).max().getAsInt();
        return new PatchclampException(
                "The longest condition has " + Numerals.count(wanted, "token") + ", but " + Numerals.count(got, "name")
                        + " came.",
                "one name a token, given after the conditions");
    }

    private UnitTrace with(Consumer<UnitTrace> change) {
        try {
            UnitTrace copy = (UnitTrace) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
