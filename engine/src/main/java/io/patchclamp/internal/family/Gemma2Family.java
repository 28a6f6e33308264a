package io.patchclamp.internal.family;

import java.util.Optional;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.BlockOrder;

/** Gemma 2: norms on both sides of each sublayer, soft caps, every other layer sees a window. */
final class Gemma2Family implements Family {
    private static final int LAYERS_OF_27B = 46;

    @Override
    public String modelType() {
        return "gemma2";
    }

    @Override
    public String architecture() {
        return "Gemma2ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("num_key_value_heads", 4);
        s.unsaid("attn_logit_softcapping", 50);
        s.unsaid("final_logit_softcapping", 30);
        s.unsaid("sliding_window", 4096);
        // Repeated in released configs, and not read by transformers.
        s.take("hidden_act");
        s.take("sliding_window_size");
        LlamaConfig config = GemmaFamily.normedAndScaled(s, architecture(), s.number("final_logit_softcapping", 0));
        return config.order(BlockOrder.SANDWICH)
                .activation(s.activation("hidden_activation", Activation.GELU_TANH))
                .scale(1 / Math.sqrt(s.number("query_pre_attn_scalar", 256)))
                .softCap(s.number("attn_logit_softcapping", 0))
                .windows(config.sliding(layer -> layer % 2 == 0), s.integer("sliding_window", 0))
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.drawScaled(c, "Gemma2", "");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("gemma2", LlamaLayout.sandwichNames(), this::settings, false, 1));
    }

    private JsonObject settings(GgufValues values) {
        JsonObject json = LlamaLayout.settings(values, this);
        scale(json, LAYERS_OF_27B);
        values.number("attn_logit_softcapping").ifPresent(n -> json.addProperty("attn_logit_softcapping", n));
        values.number("final_logit_softcapping").ifPresent(n -> json.addProperty("final_logit_softcapping", n));
        GgufForeign.windows(values, json);
        return json;
    }

    /** The files do not say what scores are divided by: the root of a head's width, but for the largest model. */
    static void scale(JsonObject json, int layersOfLargest) {
        int heads = json.get("num_attention_heads").getAsInt();
        int width = json.get("hidden_size").getAsInt();
        boolean largest = json.get("num_hidden_layers").getAsInt() == layersOfLargest && heads > 0;
        int headDim = json.has("head_dim") ? json.get("head_dim").getAsInt() : 256;
        json.addProperty("query_pre_attn_scalar", largest ? width / heads : headDim);
    }
}
