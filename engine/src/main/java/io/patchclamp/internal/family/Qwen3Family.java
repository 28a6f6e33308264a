package io.patchclamp.internal.family;

import java.util.Optional;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;

/** Qwen 3: each head's queries and keys are normed. */
final class Qwen3Family implements Family {
    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public String architecture() {
        return "Qwen3ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("head_dim", 128);
        boolean bias = s.flag("attention_bias", false);
        return Qwen2Family.sized(s, architecture())
                .queryKeyNorm(QueryKeyNorm.PER_HEAD)
                .biases(bias, bias)
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Qwen3");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("qwen3", LlamaLayout.GGUF_NAMES, this::settings, false, 0));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = LlamaLayout.settings(values, this);
        json.addProperty("attention_bias", values.holds("blk.0.attn_q.bias"));
        return json;
    }
}
