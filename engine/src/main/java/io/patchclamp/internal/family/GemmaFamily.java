package io.patchclamp.internal.family;

import java.util.Locale;
import java.util.Optional;

import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.Scales;

/** Gemma 1: norms that multiply by one plus a weight, a scaled embedding, GELU. */
final class GemmaFamily implements Family {
    @Override
    public String modelType() {
        return "gemma";
    }

    @Override
    public String architecture() {
        return "GemmaForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("num_key_value_heads", 16);
        Activation given = s.activation("hidden_act", Activation.GELU_TANH);
        s.take("hidden_activation"); // older than hidden_act's meaning below, and no longer read by transformers
        // The first releases say gelu and mean its approximation, which they were trained with.
        boolean released = "gelu".equals(s.text("hidden_act", "").toLowerCase(Locale.ROOT));
        return normedAndScaled(s, architecture(), 0)
                .activation(released ? Activation.GELU_TANH : given)
                .config();
    }

    /** What all Gemmas share. */
    static LlamaConfig normedAndScaled(Settings s, String architecture, double logitSoftCap) {
        s.unsaid("head_dim", 256);
        s.unsaid("max_position_embeddings", 8192);
        s.unsaid("tie_word_embeddings", true);
        boolean bias = s.flag("attention_bias", false);
        LlamaConfig config = new LlamaConfig(s, architecture);
        return config.norm(NormKind.RMS_PLUS_ONE)
                .biases(bias, bias)
                .scales(new Scales(Math.sqrt(config.dModel), 1, 1, logitSoftCap));
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.drawScaled(c, "Gemma", "");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("gemma", LlamaLayout.GGUF_NAMES, this::settings, false, 1));
    }

    private JsonObject settings(GgufValues values) {
        return LlamaLayout.settings(values, this);
    }
}
