package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;

import io.patchclamp.model.ModelConfig;

/**
 * One family of architectures. To add one: this interface in one file, a line in {@link Families}, a fixture in
 * {@code family_reference.py} and its name in {@code FamilyConformanceTest}.
 */
public interface Family {
    /** What {@code config.json} calls it, such as {@code llama}. */
    String modelType();

    /** The HuggingFace class, such as {@code LlamaForCausalLM}. */
    String architecture();

    /** All HuggingFace classes that compute what {@link #architecture} computes. */
    default List<String> architectures() {
        return List.of(architecture());
    }

    /**
     * Understands a {@code config.json}. Every field that is read counts as understood; one that is left over is refused
     * by {@link Settings#refuseWhatIsLeft}, so whatever changes the arithmetic must be read here.
     */
    ModelConfig config(Settings settings);

    /**
     * Draws the modules.
     *
     * @param settings for what is printed and computes nothing, such as how often a dropout would drop
     */
    Drawing draw(ModelConfig config, Settings settings);

    /** Whether a tensor of a checkpoint is a table that can be computed, such as a causal mask, or of a part that is not read. */
    default boolean computed(String tensor) {
        return tensor.endsWith("rotary_emb.inv_freq");
    }

    /** Other names under which checkpoints hold a weight, besides its own and that without its first part. */
    default List<String> otherNames(String tensor) {
        return List.of();
    }

    /** How GGUF files write this family, if they do. */
    default Optional<GgufForm> gguf() {
        return Optional.empty();
    }
}
