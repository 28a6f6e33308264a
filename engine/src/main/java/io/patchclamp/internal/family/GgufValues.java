package io.patchclamp.internal.family;

import java.util.List;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** The metadata of a GGUF file, and what tensors it holds. Keys are without the architecture's prefix. */
public interface GgufValues {
    /** A whole number. */
    Optional<Integer> integer(String key);

    /** Any number. */
    Optional<Double> number(String key);

    /** A text. */
    Optional<String> text(String key);

    /** A truth value. */
    boolean flag(String key, boolean fallback);

    /** A list of numbers or of truth values (as 0 and 1). */
    Optional<List<Double>> list(String key);

    /** Whether there is a tensor of this name. */
    boolean holds(String tensor);

    /** The axes' lengths of a tensor, outermost first. */
    List<Integer> shape(String tensor);

    /** The numbers of a small tensor. */
    List<Double> numbers(String tensor);

    /** The error that something needed is not there. */
    RuntimeException missing(String key);

    /** A whole number that must be there. */
    default int required(String key) {
        return integer(key).orElseThrow(() -> missing(key));
    }

    /** Which share of a head's dimensions is turned: so much that, rounded down, it gives the file's whole number. */
    default double turnedShare() {
        int width = integer("attention.key_length")
                .orElseGet(() -> required("embedding_length") / Math.max(1, required("attention.head_count")));
        int turned = integer("rope.dimension_count").orElse(width);
        return turned == width ? 1 : (turned + 0.5) / width;
    }

    /** The fields that most families share, under their names in {@code config.json}. */
    default JsonObject common(String modelType, String architecture) {
        JsonObject json = new JsonObject();
        json.addProperty("model_type", modelType);
        JsonArray names = new JsonArray();
        names.add(architecture);
        json.add("architectures", names);
        int heads = required("attention.head_count");
        json.addProperty("num_hidden_layers", required("block_count"));
        json.addProperty("hidden_size", required("embedding_length"));
        json.addProperty("num_attention_heads", heads);
        json.addProperty(
                "num_key_value_heads", integer("attention.head_count_kv").orElse(heads));
        integer("attention.key_length").ifPresent(n -> json.addProperty("head_dim", n));
        json.addProperty("intermediate_size", required("feed_forward_length"));
        if (!holds("token_embd.weight")) {
            throw missing("tensor token_embd.weight");
        }
        json.addProperty("vocab_size", shape("token_embd.weight").get(0));
        json.addProperty("max_position_embeddings", required("context_length"));
        number("attention.layer_norm_rms_epsilon").ifPresent(n -> json.addProperty("rms_norm_eps", n));
        number("attention.layer_norm_epsilon").ifPresent(n -> json.addProperty("layer_norm_eps", n));
        json.addProperty("tie_word_embeddings", !holds("output.weight"));
        json.add("rope_parameters", rope());
        GgufForeign.add(this, json);
        return json;
    }

    /** The rotary embedding, as newer {@code config.json} write it. */
    default JsonObject rope() {
        JsonObject rope = new JsonObject();
        rope.addProperty("rope_theta", number("rope.freq_base").orElse(10000.0));
        if (holds("rope_freqs.weight")) {
            rope.addProperty("rope_type", "factors");
            JsonArray divisors = new JsonArray();
            numbers("rope_freqs.weight").forEach(divisors::add);
            rope.add("divisors", divisors);
            return rope;
        }
        String type = text("rope.scaling.type").orElse("none");
        rope.addProperty("rope_type", type.equals("none") ? "default" : type);
        number("rope.scaling.factor").ifPresent(n -> rope.addProperty("factor", n));
        number("rope.scaling.attn_factor")
                .or(() -> number("rope.scaling.yarn_attn_factor"))
                .ifPresent(n -> rope.addProperty("attention_factor", n));
        number("rope.scaling.original_context_length")
                .ifPresent(n -> rope.addProperty("original_max_position_embeddings", n));
        number("rope.scaling.yarn_beta_fast").ifPresent(n -> rope.addProperty("beta_fast", n));
        number("rope.scaling.yarn_beta_slow").ifPresent(n -> rope.addProperty("beta_slow", n));
        return rope;
    }
}
