package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.Positions.Rope;

/** Gemma 3, text alone: five layers of six see a window and turn on a rotary base of their own; queries and keys are normed. */
final class Gemma3Family implements Family {
    private static final int LAYERS_OF_27B = 62;

    @Override
    public String modelType() {
        return "gemma3_text";
    }

    @Override
    public String architecture() {
        return "Gemma3ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("num_key_value_heads", 4);
        s.unsaid("max_position_embeddings", 131_072);
        s.unsaid("sliding_window", 4096);
        s.take("attn_logit_softcapping"); // transformers reads it and caps nothing
        LlamaConfig config = GemmaFamily.normedAndScaled(s, architecture(), s.number("final_logit_softcapping", 0));
        int pattern = Math.max(1, s.integer("sliding_window_pattern", 6));
        List<Boolean> sliding = config.sliding(layer -> (layer + 1) % pattern != 0);
        Rope local = s.rope(LlamaConfig.SLIDING, "", "rope_local_base_freq", config.headDim, 10_000);
        Rope global = s.rope(LlamaConfig.FULL, "rope_scaling", "rope_theta", config.headDim, 1_000_000);
        return config.order(BlockOrder.SANDWICH)
                .queryKeyNorm(QueryKeyNorm.PER_HEAD)
                .activation(s.activation("hidden_activation", Activation.GELU_TANH))
                .scale(1 / Math.sqrt(s.number("query_pre_attn_scalar", 256)))
                .windows(sliding, s.integer("sliding_window", 0))
                .ropes(sliding.stream().map(slides -> slides ? local : global).toList())
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.drawScaled(c, "Gemma3", "Text");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("gemma3", LlamaLayout.sandwichNames(), this::settings, false, 1));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = LlamaLayout.settings(values, this);
        Gemma2Family.scale(json, LAYERS_OF_27B);
        JsonObject global = json.remove("rope_parameters").getAsJsonObject();
        global.addProperty("rope_theta", values.number("rope.freq_base").orElse(1e6));
        JsonObject local = new JsonObject();
        local.addProperty("rope_theta", values.number("rope.freq_base_swa").orElse(1e4));
        JsonObject both = new JsonObject();
        both.add(LlamaConfig.FULL, global);
        both.add(LlamaConfig.SLIDING, local);
        json.add("rope_parameters", both);
        values.number("final_logit_softcapping").ifPresent(n -> json.addProperty("final_logit_softcapping", n));
        GgufForeign.windows(values, json);
        return json;
    }
}
