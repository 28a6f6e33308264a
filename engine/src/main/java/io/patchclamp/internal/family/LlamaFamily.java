package io.patchclamp.internal.family;

import java.util.Optional;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;

/** Llama 2 and 3, SmolLM2 and all who share their layout. */
final class LlamaFamily implements Family {
    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        boolean bias = s.flag("attention_bias", false);
        s.only("pretraining_tp", "1");
        return new LlamaConfig(s, architecture())
                .biases(bias, bias)
                .mlpBias(s.flag("mlp_bias", false))
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Llama");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("llama", LlamaLayout.GGUF_NAMES, this::settings, true, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = LlamaLayout.settings(values, this);
        json.addProperty("attention_bias", values.holds("blk.0.attn_q.bias"));
        json.addProperty("mlp_bias", values.holds("blk.0.ffn_up.bias"));
        return json;
    }
}
