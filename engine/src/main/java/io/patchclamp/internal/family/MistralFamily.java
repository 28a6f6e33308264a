package io.patchclamp.internal.family;

import io.patchclamp.model.ModelConfig;

/** Mistral: Llama without biases, and in older models every layer sees a window. */
final class MistralFamily implements Family {
    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public String architecture() {
        return "MistralForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("num_key_value_heads", 8);
        s.unsaid("max_position_embeddings", 131_072);
        s.unsaid("sliding_window", 4096);
        s.take("layer_types"); // transformers gives every layer the window, whatever is said here
        LlamaConfig config = new LlamaConfig(s, architecture());
        return config.windows(s.everyLayer(config.layers, s.integer("sliding_window", 0)))
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Mistral");
    }
}
