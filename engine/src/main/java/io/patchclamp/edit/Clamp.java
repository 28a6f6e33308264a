package io.patchclamp.edit;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;

/**
 * Forces units to one value, as a voltage clamp holds a membrane: whatever the model computes there is replaced.
 *
 * <p>At attention scores and patterns the units are heads, and only the keys a query may look at are forced.
 *
 * @param level the value they are held at
 */
public record Clamp(Level level) implements Change {
    public Clamp {
        Objects.requireNonNull(level, "level");
    }

    /** The value that units are held at. */
    public sealed interface Level {}

    /**
     * The same number for all.
     *
     * @param number not NaN
     */
    public record Value(float number) implements Level {
        public Value {
            if (Float.isNaN(number)) {
                throw new IllegalArgumentException("a clamp at NaN would make every later number NaN");
            }
        }
    }

    /**
     * A multiple of each number's own quantile over the tokens of a reference.
     *
     * <p>Without a probability it is the most extreme one that ten tokens lie beyond: {@code 1 - 10/n} over n tokens, or
     * {@code 10/n} where the selector has the polarity {@code -}.
     *
     * @param factor times the quantile
     * @param probability which quantile, between 0 and 1
     * @param reference over which activations; the run's own prompts, unedited, if none are given
     */
    public record Quantile(double factor, OptionalDouble probability, Optional<Activations> reference)
            implements Level {
        public Quantile {
            Objects.requireNonNull(reference, "reference");
            if (Double.isNaN(factor) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("a factor that is " + factor);
            }
            if (probability.isPresent() && !(probability.getAsDouble() >= 0 && probability.getAsDouble() <= 1)) {
                throw new IllegalArgumentException(
                        "a quantile's probability is between 0 and 1, got " + probability.getAsDouble());
            }
        }
    }

    /**
     * A clamp on every token.
     *
     * @param where sites and units
     * @param value the value they are held at
     * @return the edit
     */
    public static Edit of(Selection where, float value) {
        return Edit.of(where, new Clamp(new Value(value)));
    }

    @Override
    public boolean forces() {
        return true;
    }

    @Override
    public void check(Selection where) {
        for (Electrode electrode : where.electrodes()) {
            if (level instanceof Quantile && electrode.site().point().isAttention()) {
                throw new PatchclampException(
                        "Attention has no quantile of its own at "
                                + electrode.site().name() + ": each query has another number of keys.",
                        "a plain number there");
            }
        }
    }

    @Override
    public String describe() {
        if (level instanceof Quantile q) {
            String probability =
                    q.probability().isPresent() ? String.valueOf(q.probability().getAsDouble()) : "";
            return "=" + q.factor() + "q" + probability
                    + q.reference().map(r -> "(" + r.title() + ")").orElse("");
        }
        return "=" + ((Value) level).number();
    }
}
