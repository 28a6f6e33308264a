package io.patchclamp.edit;

import java.util.Objects;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;

/**
 * Removes what units say, by putting something in their place that says nothing of the trial.
 *
 * <p>What stands at the site is what is replaced, biases included: zero at {@code attn.v} takes the value bias with it.
 *
 * @param mode what is put in their place
 * @param reference over which activations a mean is taken, or from which a trial is drawn; the run's own prompts,
 *     unedited, if none are given
 * @param seed what makes drawing reproducible
 */
public record Ablate(Mode mode, Optional<Activations> reference, long seed) implements Change {
    public Ablate {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(reference, "reference");
    }

    /** What is put in their place. */
    public enum Mode {
        /** Zero. */
        ZERO("zero"),
        /** Each number's mean over all trials and tokens of the reference. */
        MEAN("mean"),
        /**
         * Each number's mean over the reference's trials at the same position; the mean over all tokens at a position
         * that no trial reaches.
         */
        MEAN_BY_POSITION("mean-by-position"),
        /**
         * What another trial has at the same position: one trial drawn for each trial, the same for all units and tokens;
         * where it is shorter, its tokens are taken from the beginning again. Generated tokens take prompt tokens.
         */
        RESAMPLE("resample");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /**
         * As it is typed.
         *
         * @return such as {@code mean-by-position}
         */
        public String word() {
            return word;
        }
    }

    /**
     * Zero at every token.
     *
     * @param where sites and units
     * @return the edit
     */
    public static Edit zero(Selection where) {
        return Edit.of(where, new Ablate(Mode.ZERO, Optional.empty(), 0));
    }

    /**
     * The mean over the run's own prompts, at every token.
     *
     * @param where sites and units
     * @return the edit
     */
    public static Edit mean(Selection where) {
        return Edit.of(where, new Ablate(Mode.MEAN, Optional.empty(), 0));
    }

    /**
     * The mean over a reference, at every token.
     *
     * @param where sites and units
     * @param reference over which activations
     * @return the edit
     */
    public static Edit mean(Selection where, Activations reference) {
        return Edit.of(where, new Ablate(Mode.MEAN, Optional.of(reference), 0));
    }

    /**
     * What another of the run's trials has, at every token.
     *
     * @param where sites and units
     * @param seed same seed, same draw
     * @return the edit
     */
    public static Edit resample(Selection where, long seed) {
        return Edit.of(where, new Ablate(Mode.RESAMPLE, Optional.empty(), seed));
    }

    @Override
    public boolean forces() {
        return true;
    }

    @Override
    public void check(Selection where) {
        for (Electrode electrode : where.electrodes()) {
            if (mode != Mode.ZERO && electrode.site().point().isAttention()) {
                throw new PatchclampException(
                        "'" + mode.word() + "' cannot stand for attention at "
                                + electrode.site().name() + ": each query has another number of keys.",
                        "=zero there; or =" + mode.word() + " at attn.z, what the heads made of it");
            }
        }
    }

    @Override
    public String describe() {
        String from = reference.map(Activations::title).orElse("");
        String drawn = mode == Mode.RESAMPLE && seed != 0 ? (from.isEmpty() ? "" : ", ") + "seed " + seed : "";
        return "=" + mode.word() + (from.isEmpty() && drawn.isEmpty() ? "" : "(" + from + drawn + ")");
    }
}
