package io.patchclamp.metric;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.model.Tokenizer;

/**
 * A number to be read off a next-token distribution, as an expression of {@code logit(t)}, {@code logprob(t)} and
 * {@code prob(t)}, where {@code t} is a text in quotes or the name of a column that holds one; {@code entropy};
 * {@code kl}; {@code loss}; numbers; {@code + - * /} and parentheses. For example
 * {@code logit(" Paris") - logit(" Rome")}. Immutable.
 *
 * <p>Units: {@code logit} in logits, {@code prob} between 0 and 1, the rest in nats. {@code kl} is the divergence of
 * this run from the unedited one, Σ p·(ln p − ln q) with p the unedited distribution and q this one. {@code loss} is
 * the mean negative log-probability of a trial's own tokens, and can be had only where all positions were read.
 */
public final class Metric {
    private final String text;
    private final Expression expression;
    private final boolean first;

    private Metric(String text, Expression expression, boolean first) {
        this.text = text;
        this.expression = expression;
        this.first = first;
    }

    /**
     * Reads an expression.
     *
     * @param text the expression
     * @return the metric
     * @throws io.patchclamp.fault.PatchclampException if it is none; the message marks the place
     */
    public static Metric parse(String text) {
        Objects.requireNonNull(text, "text");
        return new Metric(text, new MetricParser(text).parse(), false);
    }

    /**
     * The same metric, but of a target that is several tokens it takes the first.
     *
     * @return a metric that never complains of a target's length
     */
    public Metric first() {
        return new Metric(text, expression, true);
    }

    /**
     * Whether it compares with the unedited run.
     *
     * @return true if the expression has {@code kl} in it
     */
    public boolean needsBaseline() {
        return expression.leaves().anyMatch(e -> e instanceof Expression.Kl);
    }

    /**
     * Why a rise of it is no finding: {@code kl} is 0 for the model as it is and never below it, so that a test of its mean
     * against 0, or of its trend with a dose, finds something in every edit.
     *
     * @return what to say where such a test is left out; empty for a metric that can rise and fall
     */
    public Optional<String> onlyRises() {
        return expression instanceof Expression.Kl
                ? Optional.of(
                        "kl is 0 for the model as it is and above 0 after any change: that it rises is not tested."
                                + " What counts is whether it rises more than with the controls.")
                : Optional.empty();
    }

    /**
     * Whether it needs the distributions at all positions.
     *
     * @return true if the expression has {@code loss} in it
     */
    public boolean needsLoss() {
        return expression.leaves().anyMatch(e -> e instanceof Expression.Loss);
    }

    /**
     * The columns that targets come from.
     *
     * @return their names, in the order of the expression
     */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        expression.leaves().forEach(e -> {
            if (e instanceof Expression.OfToken token && token.target().column()) {
                columns.add(token.target().text());
            }
        });
        return columns;
    }

    /**
     * What it is measured in.
     *
     * @return {@code logits}, {@code nats}, {@code probability}, a product or quotient of these, {@code mixed units}, or
     *     empty for a bare number
     */
    public String unit() {
        return expression.unit();
    }

    /**
     * Its value for one trial. Cost: one pass over the vocabulary for each part that is no logit.
     *
     * @param reading the distribution, with what else the metric needs
     * @param tokenizer the model's
     * @param columns the trial's conditions
     * @return its value, by the rules of floating point: a division by zero is infinite
     * @throws io.patchclamp.fault.PatchclampException if a target is not one token, a column is not there, or the
     *     reading lacks what the metric needs
     */
    public double evaluate(Reading reading, Tokenizer tokenizer, Map<String, String> columns) {
        Objects.requireNonNull(reading, "reading");
        return expression.value(new Trial(reading, new Targets(tokenizer, columns, first)));
    }

    /**
     * Its value for one trial, with the unedited run beside it.
     *
     * @param logits at one position, one number a token id
     * @param unedited the same of the unedited run
     * @param tokenizer the model's
     * @param columns the trial's conditions
     * @return its value
     * @throws io.patchclamp.fault.PatchclampException as {@link #evaluate(Reading, Tokenizer, Map)}
     */
    public double evaluate(float[] logits, float[] unedited, Tokenizer tokenizer, Map<String, String> columns) {
        return evaluate(Reading.of(logits).withBaseline(unedited), tokenizer, columns);
    }

    /**
     * How much its value changes with each logit. Cost: as {@link #evaluate(Reading, Tokenizer, Map)}.
     *
     * @param reading the distribution, with what else the metric needs
     * @param tokenizer the model's
     * @param columns the trial's conditions
     * @return its gradient, one number a token id
     * @throws io.patchclamp.fault.PatchclampException if it has {@code loss} in it, which is no function of one
     *     position's logits, or as {@link #evaluate(Reading, Tokenizer, Map)}
     */
    public float[] slope(Reading reading, Tokenizer tokenizer, Map<String, String> columns) {
        if (needsLoss()) {
            throw Expression.Loss.noSlope();
        }
        double[] slope = new double[reading.logits().length];
        expression.slope(new Trial(reading, new Targets(tokenizer, columns, first)), 1, slope);
        float[] out = new float[slope.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) slope[i];
        }
        return out;
    }

    /** The expression as it was typed. */
    @Override
    public String toString() {
        return text;
    }

    /** What an expression is evaluated on. */
    record Trial(Reading reading, Targets targets) {}
}
