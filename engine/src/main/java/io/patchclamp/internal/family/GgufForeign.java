package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * What GGUF files say that changes the arithmetic of some family. A family that understands one of these takes it out of
 * its settings; what stays there is refused by its name, as a foreign field of a {@code config.json} is.
 */
final class GgufForeign {
    private static final List<String> NOTHING_WHEN_ZERO = List.of(
            "expert_count",
            "expert_used_count",
            "expert_shared_count",
            "leading_dense_block_count",
            "interleave_moe_layer_step",
            "attention.clamp_kqv",
            "attention.max_alibi_bias",
            "attention.scale",
            "attention.sliding_window",
            "attention.shared_kv_layers",
            "attention.temperature_scale",
            "attention.kv_lora_rank",
            "attention.q_lora_rank",
            "attn_logit_softcapping",
            "final_logit_softcapping",
            "embedding_length_per_layer_input",
            "rope.scaling.yarn_log_multiplier",
            "ssm.conv_kernel",
            "ssm.state_size");

    private static final List<String> NOTHING_WHEN_ONE = List.of("logit_scale", "residual_scale", "embedding_scale");

    private static final List<String> LISTS = List.of("attention.sliding_window_pattern", "rope.dimension_sections");

    private GgufForeign() {}

    /** Adds what is said to settings under the names the file has. */
    static void add(GgufValues values, JsonObject json) {
        for (String key : NOTHING_WHEN_ZERO) {
            values.number(key).filter(n -> n != 0).ifPresent(n -> json.addProperty(key, n));
        }
        for (String key : NOTHING_WHEN_ONE) {
            values.number(key).filter(n -> n != 0 && n != 1).ifPresent(n -> json.addProperty(key, n));
        }
        for (String key : LISTS) {
            values.list(key)
                    .filter(layers -> layers.stream().anyMatch(n -> n != 0))
                    .ifPresent(layers -> json.addProperty(key, layers.toString()));
        }
        if (values.flag("use_parallel_residual", false)) {
            json.addProperty("use_parallel_residual", true);
        }
        if (!values.flag("attention.causal", true)) {
            json.addProperty("is_causal", false);
        }
        Optional<Integer> width = values.integer("attention.value_length");
        Optional<Integer> keys = values.integer("attention.key_length");
        if (width.isPresent() && keys.isPresent() && !width.equals(keys)) {
            json.addProperty("attention.value_length", width.get());
        }
    }

    /** The window that a family understands, and in which layers it is, where the file says so. */
    static void windows(GgufValues values, JsonObject json) {
        json.remove("attention.sliding_window");
        json.remove("attention.sliding_window_pattern");
        values.integer("attention.sliding_window").ifPresent(n -> json.addProperty("sliding_window", n));
        values.list("attention.sliding_window_pattern").ifPresent(sliding -> {
            JsonArray types = new JsonArray();
            sliding.forEach(n -> types.add(n == 0 ? LlamaConfig.FULL : LlamaConfig.SLIDING));
            json.add("layer_types", types);
        });
    }
}
