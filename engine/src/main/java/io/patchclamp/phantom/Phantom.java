package io.patchclamp.phantom;

import java.util.List;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.trial.Trials;

/**
 * A tiny language model with a planted circuit, known by its reference: what {@code Patchclamp.load} and {@code %model}
 * take. It speaks English, word by word, and goes through the same decoder as every model.
 *
 * <pre>{@code
 * Phantom phantom = Phantom.of("phantom:selective?seed=3");
 * try (Model model = Patchclamp.load(phantom.reference())) {
 *     Trials trials = phantom.trials(60, 1);
 *     …                                        // an analysis
 *     phantom.truth().selective();             // what it should have found
 * }
 * }</pre>
 *
 * <p>There are four. Each takes {@code seed}, {@code units} (neurons a layer, 64) and {@code layers} (2).
 *
 * <ul>
 *   <li>{@code selective}: hears {@code … the old fox} and {@code … the old hammer}, and says {@code runs} of animals and
 *       {@code rusts} of tools. Of its neurons 3 tell the two apart and make it say so ({@code both}), 2 make it say a verb
 *       and do not tell them apart ({@code causal}), 2 tell them apart and nobody listens ({@code selective}); the rest is
 *       null. Selective neurons differ by {@code d} (2) standard deviations. Nouns and adjectives have random fixed
 *       features that every neuron hears: this is what varies from item to item, for nothing else does.
 *   <li>{@code null}: hears the same, and nothing is planted.
 *   <li>{@code induction}: goes on with what followed the last word when it came before. A head in its first layer looks one
 *       token back, a head in its second uses that.
 *   <li>{@code modular}: says the sum of two digits modulo {@code p} (7). One neuron knows one pair.
 * </ul>
 *
 * <p>Immutable. Cost: it is built anew each time it is asked for its blueprint, in milliseconds.
 */
public final class Phantom {
    private final Options options;
    private final Plan plan;

    private Phantom(Options options, Plan plan) {
        this.options = options;
        this.plan = plan;
    }

    /**
     * The phantom of a name.
     *
     * @param reference such as {@code phantom:selective} or {@code phantom:selective?seed=3&units=128&d=1.5}
     * @return the phantom
     * @throws io.patchclamp.fault.LoadException if there is none of this name, it has no such setting, or its units are too
     *     few for what is to be planted
     */
    public static Phantom of(String reference) {
        Options options = Options.parse(Objects.requireNonNull(reference, "reference"));
        return new Phantom(
                options,
                switch (options.kind()) {
                    case "induction" -> InductionPlan.of(options);
                    case "modular" -> ModularPlan.of(options);
                    default -> SelectivePlan.of(options);
                });
    }

    /**
     * Whether a reference is meant to be a phantom's.
     *
     * @param reference what a user calls a model
     * @return true if it begins with {@code phantom:}
     */
    public static boolean named(String reference) {
        return reference.strip().startsWith(Options.PREFIX);
    }

    /**
     * The phantoms there are.
     *
     * @return their references, without settings
     */
    public static List<String> all() {
        return Options.names().stream().map(name -> Options.PREFIX + name).toList();
    }

    /**
     * What it is loaded by.
     *
     * @return its reference, with the settings that are not as usual
     */
    public String reference() {
        return options.reference();
    }

    /**
     * What was planted.
     *
     * @return the units that are not null
     */
    public Truth truth() {
        return plan.truth();
    }

    /**
     * Stimuli for it, half of each condition, drawn independently of each other but never one twice. Columns:
     * {@code condition}; {@code template}, the frame around what varies; {@code group}, what near-duplicates share, for
     * splitting; {@code answer}, what it says next where it is right; and what else the kind has. The event is marked.
     *
     * @param count how many
     * @param seed which ones
     * @return the trials, conditions mixed
     * @throws PatchclampException if there are not so many different ones
     */
    public Trials trials(int count, long seed) {
        if (count < 2 || count > plan.most()) {
            throw new PatchclampException(
                    "'" + reference() + "' was asked for " + count + " different trials, and makes 2 to " + plan.most()
                            + ".",
                    "fewer; a model answers the same prompt in the same way each time, so that no prompt comes twice");
        }
        return plan.trials(count, seed);
    }

    /**
     * What its task is measured by: how probable the right answer is to it.
     *
     * @return {@code logprob(answer)}
     */
    public Metric metric() {
        return Metric.parse("logprob(answer)");
    }

    /**
     * What it is built from.
     *
     * @return configuration, weights and words
     */
    public Blueprint blueprint() {
        return plan.blueprint();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phantom that && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return options.hashCode();
    }

    @Override
    public String toString() {
        return reference();
    }
}
