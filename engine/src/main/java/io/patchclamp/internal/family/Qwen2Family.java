package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.patchclamp.model.ModelConfig;

/** Qwen 2 and 2.5: Llama with biases on queries, keys and values alone; later layers may see a window. */
final class Qwen2Family implements Family {
    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public String architecture() {
        return "Qwen2ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        return sized(s, architecture()).biases(true, false).config();
    }

    /** Sizes and windows, as Qwen 2 and 3 have them. */
    static LlamaConfig sized(Settings s, String architecture) {
        s.unsaid("num_key_value_heads", 32);
        s.unsaid("max_position_embeddings", 32_768);
        s.unsaid("sliding_window", 4096);
        LlamaConfig config = new LlamaConfig(s, architecture);
        JsonElement given = s.take("sliding_window");
        boolean slides = s.flag("use_sliding_window", false) && given != null && !given.isJsonNull();
        int window = s.integer("sliding_window", 0);
        int from = s.integer("max_window_layers", 28);
        List<Boolean> sliding = config.sliding(layer -> slides && layer >= from);
        return config.windows(sliding, slides ? window : 0);
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Qwen2");
    }

    @Override
    public Optional<GgufForm> gguf() {
        return Optional.of(new GgufForm("qwen2", LlamaLayout.GGUF_NAMES, this::settings, false, 0));
    }

    private JsonObject settings(GgufValues values) {
        return LlamaLayout.settings(values, this);
    }
}
