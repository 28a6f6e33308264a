package io.patchclamp.internal.family;

import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Scales;

/** Granite: Llama with a constant on the embedding, the scores, what is added, and the logits. */
final class GraniteFamily implements Family {
    @Override
    public String modelType() {
        return "granite";
    }

    @Override
    public String architecture() {
        return "GraniteForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        boolean bias = s.flag("attention_bias", false);
        Scales scales = new Scales(
                s.number("embedding_multiplier", 1),
                s.number("residual_multiplier", 1),
                1 / s.number("logits_scaling", 1),
                0);
        return new LlamaConfig(s, architecture())
                .biases(bias, bias)
                .mlpBias(s.flag("mlp_bias", false))
                .scale(s.number("attention_multiplier", 1))
                .scales(scales)
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Granite");
    }
}
