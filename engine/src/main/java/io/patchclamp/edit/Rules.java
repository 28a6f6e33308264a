package io.patchclamp.edit;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Electrode.Polarity;

/** Makes the rule of one edit at one electrode, with what its references hold there. */
final class Rules {
    /** A quantile that fewer tokens lie beyond is that of a few lucky ones. */
    private static final int BEYOND = 10;

    private final Edit edit;
    private final Activations given;
    private final Trial[] trials;

    /** What an alignment must know of each of the run's trials. */
    record Trial(int tokens, OptionalInt event) {}

    Rules(Edit edit, Activations given, Trial... trials) {
        this.edit = edit;
        this.given = given;
        this.trials = trials;
    }

    /** Whether it needs the run's own prompts, unedited. */
    static boolean needsGiven(Change change) {
        if (change instanceof Ablate ablate) {
            return ablate.mode() != Ablate.Mode.ZERO && ablate.reference().isEmpty();
        }
        return change instanceof Clamp clamp
                && clamp.level() instanceof Clamp.Quantile q
                && q.reference().isEmpty();
    }

    Rule of(Electrode electrode) {
        Change change = edit.change();
        if (change instanceof Clamp clamp) {
            return clamp.level() instanceof Clamp.Quantile q
                    ? new Rule.Hold(quantile(electrode, q))
                    : new Rule.Hold(all(electrode, ((Clamp.Value) clamp.level()).number()));
        }
        if (change instanceof Ablate ablate) {
            return ablate(electrode, ablate);
        }
        if (change instanceof Scale scale) {
            return new Rule.Times(all(electrode, scale.factor()));
        }
        if (change instanceof Inject inject) {
            return new Rule.Plus(vector(electrode, inject));
        }
        return patch(electrode, (Patch) change);
    }

    private static float[] all(Electrode electrode, float value) {
        float[] all = new float[Columns.numbers(electrode).length];
        Arrays.fill(all, value);
        return all;
    }

    private static float[] vector(Electrode electrode, Inject inject) {
        if (inject.vector().axes().isEmpty()) {
            return all(electrode, inject.factor() * inject.vector().get());
        }
        float[] vector = inject.vector().toArray();
        int[] numbers = Columns.numbers(electrode);
        float[] added = new float[numbers.length];
        for (int i = 0; i < added.length; i++) {
            added[i] = inject.factor() * vector[vector.length == numbers.length ? i : numbers[i]];
        }
        return added;
    }

    private float[] quantile(Electrode electrode, Clamp.Quantile q) {
        Activations reference = q.reference().orElse(given);
        Columns columns = Columns.of(electrode, reference);
        int n = columns.rows();
        boolean negative = electrode.polarity() == Polarity.NEGATIVE;
        if (q.probability().isEmpty() && n < 2 * BEYOND) {
            throw new PatchclampException(
                    "The quantile of " + electrode.site().name() + " over the " + n + " tokens of "
                            + reference.title() + " would be that of a few lucky ones: " + 2 * BEYOND
                            + " are needed.",
                    "a recording of more text, or the probability meant, as in 0.5q0.9");
        }
        double extreme = negative ? (double) BEYOND / n : 1 - (double) BEYOND / n;
        float[] levels = columns.quantile(q.probability().orElse(extreme));
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (float) (q.factor() * levels[i]);
        }
        return levels;
    }

    private Rule ablate(Electrode electrode, Ablate ablate) {
        if (ablate.mode() == Ablate.Mode.ZERO) {
            return new Rule.Hold(all(electrode, 0));
        }
        Columns columns = Columns.of(electrode, ablate.reference().orElse(given));
        return switch (ablate.mode()) {
            case MEAN -> new Rule.Hold(columns.mean());
            case MEAN_BY_POSITION -> {
                float[] overall = columns.mean();
                float[][] means = columns.meanByPosition();
                yield new Rule.Take((trial, p) -> p < means.length && means[p] != null ? means[p] : overall);
            }
            default -> {
                int[] donors = donors(ablate);
                yield new Rule.Take((trial, p) -> {
                    float[] same = columns.at(donors[trial], p);
                    int n = columns.positions(donors[trial]).length;
                    return same != null || n == 0 ? same : columns.row(donors[trial], p % n);
                });
            }
        };
    }

    /** One other trial for each trial; of a reference any trial will do. */
    private int[] donors(Ablate ablate) {
        int there = ablate.reference().orElse(given).trials();
        boolean own = ablate.reference().isEmpty() || ablate.reference().get().areTheRunsOwn();
        if (own && there < 2) {
            throw new PatchclampException(
                    "'resample' takes what another trial has, and there is only one trial.",
                    "a second trial, or resample(NAME) with a recording");
        }
        int[] donors = new int[trials.length];
        for (int i = 0; i < donors.length; i++) {
            SplittableRandom random = new SplittableRandom(ablate.seed() * 0x9E3779B97F4A7C15L + i);
            int drawn = random.nextInt(own ? there - 1 : there);
            donors[i] = own && drawn >= i ? drawn + 1 : drawn;
        }
        return donors;
    }

    private Rule patch(Electrode electrode, Patch patch) {
        Activations source = patch.source();
        Columns columns = Columns.of(electrode, source);
        int[] from = new int[trials.length];
        int there = source.trials();
        if (patch.trial().isPresent() && patch.trial().getAsInt() >= there) {
            throw new PatchclampException(
                    "'" + source.title() + "' has trials 0 to " + (there - 1) + ", and trial "
                            + patch.trial().getAsInt() + " was asked for.",
                    "trial " + (there - 1));
        }
        if (patch.trial().isEmpty() && there != 1 && there != trials.length) {
            throw new PatchclampException(
                    "'" + source.title() + "' has " + there + " trials, and the run has " + trials.length + ".",
                    "as many trials as were recorded, one for each; or one for all: @" + source.title() + "(trial 0)");
        }
        for (int i = 0; i < from.length; i++) {
            from[i] = patch.trial().orElse(there == 1 ? 0 : i);
        }
        return new Rule.Take((trial, p) -> {
            int there0 = counterpart(patch.alignment(), trial, p, source, from[trial]);
            return there0 < 0 ? null : columns.at(from[trial], there0);
        });
    }

    /** The source's position for a position of the run; below 0 if it has none. */
    private int counterpart(Alignment alignment, int trial, int position, Activations source, int from) {
        return switch (alignment.by()) {
            case START -> position;
            case END -> position - trials[trial].tokens() + source.tokens(from);
            case EVENT ->
                trials[trial].event().isEmpty() || source.event(from).isEmpty()
                        ? -1
                        : position
                                - trials[trial].event().getAsInt()
                                + source.event(from).getAsInt();
            case PAIRS -> alignment.pairs().getOrDefault(position, -1);
        };
    }
}
