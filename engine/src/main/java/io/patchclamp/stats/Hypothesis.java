package io.patchclamp.stats;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;

/**
 * What was expected, written down before the data were seen. Without one no one-sided p is given: a direction that is
 * chosen after looking halves every p for nothing.
 *
 * @param name what it is called
 * @param statement what is expected, in words
 * @param direction which way the metric goes if it is true; {@link Tail#TWO_SIDED} if none was stated
 * @param metric what is measured, as it is typed
 * @param alpha below which p it is believed
 * @param family how many questions are asked together
 * @param items how many items were planned, if that was said
 * @param registered when it was written down
 */
public record Hypothesis(
        String name,
        String statement,
        Tail direction,
        String metric,
        double alpha,
        int family,
        OptionalInt items,
        Instant registered) {
    private static final Pattern SPACE_OUTSIDE_QUOTES = Pattern.compile("\\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    public Hypothesis {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(registered, "registered");
        if (!(alpha > 0 && alpha < 1)) {
            throw new PatchclampException(
                    "alpha is the p below which '" + name + "' is believed, got " + alpha + ".", "0.05");
        }
        if (family < 1) {
            throw new PatchclampException("A family of " + family + " questions has none in it.", "1");
        }
    }

    /**
     * One question in one direction, at .05, registered now.
     *
     * @param name what it is called
     * @param statement what is expected, in words
     * @param direction which way the metric goes if it is true
     * @param metric what is measured
     * @return the hypothesis
     */
    public static Hypothesis of(String name, String statement, Tail direction, String metric) {
        return new Hypothesis(name, statement, direction, metric, 0.05, 1, OptionalInt.empty(), Instant.now());
    }

    /**
     * Refuses a metric that it does not speak of.
     *
     * @param measured what is about to be measured
     * @throws PatchclampException if that is another metric
     */
    public void checkMetric(String measured) {
        if (!squeezed(measured).equals(squeezed(metric))) {
            throw new PatchclampException(
                    "The hypothesis '" + name + "' is about " + metric + ", and " + measured + " is measured.",
                    "the metric it was registered with, or a hypothesis of its own before the data");
        }
    }

    /**
     * Whether another one says the same, whenever it was registered.
     *
     * @param other the other
     * @return true if all but the time is equal
     */
    public boolean saysTheSame(Hypothesis other) {
        return equals(new Hypothesis(
                other.name,
                other.statement,
                other.direction,
                other.metric,
                other.alpha,
                other.family,
                other.items,
                registered));
    }

    /**
     * What a recording or a result says of it, in one line.
     *
     * @return such as {@code agreement: less, metric kl, alpha 0.05, family of 1, registered 2026-01-31T12:00:00Z}
     */
    public String stamp() {
        return said() + ", registered " + registered.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Whether a stamp is of this hypothesis, whenever it was registered.
     *
     * @param stamp what {@link #stamp} gave
     * @return true if it says the same
     */
    public boolean isStampedIn(String stamp) {
        return squeezed(stamp).startsWith(squeezed(said() + ", registered "));
    }

    private String said() {
        return name + ": " + direction.word() + ", metric " + metric.strip() + ", alpha " + alpha + ", family of "
                + family + (items.isPresent() ? ", " + items.getAsInt() + " items" : "");
    }

    private static String squeezed(String text) {
        return SPACE_OUTSIDE_QUOTES.matcher(text).replaceAll("");
    }
}
