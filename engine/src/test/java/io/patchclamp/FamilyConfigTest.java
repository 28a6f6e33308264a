package io.patchclamp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.patchclamp.fault.LoadException;
import io.patchclamp.model.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a configuration says is computed, or refused by its name: never passed over. */
class FamilyConfigTest {
    private static final List<String> FAMILIES = List.of(
            "llama-grouped",
            "mistral-window",
            "qwen2-window",
            "qwen3-grouped",
            "gemma-one",
            "gemma2-window",
            "gemma3-local",
            "olmo2-grouped",
            "granite-scaled",
            "gpt2-wide",
            "gptneox-parallel",
            "phi3-plain",
            "qwen-first");

    /** Fields that change the arithmetic of some model, each beside the families that know it. */
    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("attn_logit_softcapping", "30.0", "gemma2-window", "gemma3-local"),
            new Foreign("final_logit_softcapping", "30.0", "gemma2-window", "gemma3-local"),
            new Foreign("query_pre_attn_scalar", "16", "gemma2-window", "gemma3-local"),
            new Foreign("residual_multiplier", "0.5", "granite-scaled"),
            new Foreign("embedding_multiplier", "12", "granite-scaled"),
            new Foreign("logits_scaling", "8", "granite-scaled"),
            new Foreign("attention_multiplier", "0.5", "granite-scaled"),
            new Foreign("logit_scale", "0.0625"),
            new Foreign("clip_qkv", "8.0"),
            new Foreign("num_experts", "4"),
            new Foreign("num_local_experts", "8"),
            new Foreign("n_routed_experts", "8"),
            new Foreign("use_bidirectional_attention", "true"),
            new Foreign("is_causal", "false"),
            new Foreign("use_qk_norm", "true"),
            new Foreign("use_parallel_residual", "true", "gptneox-parallel"),
            new Foreign("alibi", "true"),
            new Foreign("kv_lora_rank", "16"),
            new Foreign("no_rope_layers", "[1,0]"),
            new Foreign("use_logn_attn", "true", "qwen-first"),
            new Foreign("use_dynamic_ntk", "true", "qwen-first"),
            new Foreign(
                    "sliding_window",
                    "4",
                    "mistral-window",
                    "qwen2-window",
                    "qwen3-grouped",
                    "gemma2-window",
                    "gemma3-local",
                    "phi3-plain"),
            new Foreign("partial_rotary_factor", "0.5", "gptneox-parallel", "phi3-plain"),
            new Foreign("rotary_pct", "0.25", "gptneox-parallel", "qwen-first"),
            new Foreign("position_embedding_type", "\"relative_key\""),
            new Foreign("scale_attn_by_inverse_layer_idx", "true", "gpt2-wide"),
            new Foreign("add_cross_attention", "true"),
            new Foreign("lm_head_bias", "true"),
            new Foreign("multi_query", "true"),
            new Foreign("mlp_bias", "true", "llama-grouped", "granite-scaled"),
            new Foreign("quantization", "{\"bits\":4}"));

    private record Foreign(String field, String value, Set<String> knownTo) {
        Foreign(String field, String value, String... knownTo) {
            this(field, value, Set.of(knownTo));
        }
    }

    @TempDir
    Path folder;

    static Stream<Arguments> foreignFields() {
        return FAMILIES.stream().flatMap(family -> FOREIGN.stream()
                .filter(f -> !f.knownTo.contains(family))
                .map(f -> Arguments.of(family, f.field, f.value)));
    }

    @ParameterizedTest
    @MethodSource("foreignFields")
    void aFieldThatChangesTheArithmeticAndIsNotReadIsRefusedByName(String family, String field, String value)
            throws IOException {
        JsonObject config = config(family);
        config.add(field, JsonParser.parseString(value));
        assertThatThrownBy(() -> modules(config))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("sets " + field + " to " + value)
                .hasMessageContaining("config.json");
    }

    @Test
    void anUnknownFamilyIsRefusedWithThoseThatAreKnown() throws IOException {
        JsonObject config = config("mistral-window");
        config.addProperty("model_type", "mixtral");
        assertThatThrownBy(() -> modules(config))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(
                        "describes a model of type 'mixtral' (MistralForCausalLM), which is not understood;")
                .hasMessageContaining("gemma, gemma2, gemma3, gemma3_text,")
                .hasMessageContaining("Try: ");
        config.remove("architectures");
        config.remove("model_type");
        assertThatThrownBy(() -> modules(config))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("describes a model of type '', which is not understood;");
    }

    /** As transformers 4 writes a configuration out in full, and as tools around it add to it. */
    @ParameterizedTest
    @MethodSource("families")
    void whatSaysNothingAboutTheArithmeticIsPassedOver(String family) throws IOException {
        JsonObject config = config(family);
        ModelConfig before = modules(config);
        JsonObject more = JsonParser.parseString(
                        "{'pruned_heads': {}, 'add_cross_attention': false, 'id2label': {'0': 'A'},"
                                + "'torchscript': false, 'top_k': 50, 'temperature': 0.7, 'tf_legacy_loss': false,"
                                + "'cross_attention_hidden_size': null, 'max_sequence_length': 2048, 'unsloth_version': '2025.1',"
                                + "'hidden_dropout_prob': 0.1, '_attn_implementation_autoset': true, 'chunk_size_feed_forward': 0,"
                                + "'task_specific_params': null, 'bad_words_ids': [], 'mlp_bias': null, 'rope_interleaved': false}"
                                        .replace('\'', '"'))
                .getAsJsonObject();
        more.entrySet().stream()
                .filter(e -> !config.has(e.getKey()))
                .forEach(e -> config.add(e.getKey(), e.getValue()));
        assertThat(modules(config)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("families")
    void anotherModelOfAKnownFamilyIsRefused(String family) throws IOException {
        JsonObject config = config(family);
        String language = config.getAsJsonArray("architectures").get(0).getAsString();
        String other = language.replaceAll("ForCausalLM|LMHeadModel", "ForSequenceClassification");
        config.add("architectures", JsonParser.parseString("[\"" + other + "\"]"));
        assertThatThrownBy(() -> modules(config))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("describes a " + other + "; of the type '"
                        + config.get("model_type").getAsString() + "' only " + language);
    }

    static Stream<String> familiesAndScalings() {
        return Stream.concat(
                FAMILIES.stream(),
                Stream.of(
                        "llama-yarn-scaled",
                        "llama-dynamic",
                        "gpt2-scaled",
                        "gptneox-serial",
                        "phi3-longrope",
                        "qwen-long"));
    }

    static List<String> families() {
        return FAMILIES;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qwen3-grouped | layer_types | [\"full_attention\"] | , for 1 layers of 2",
                "qwen3-grouped | layer_types | [\"full_attention\", \"linear_attention\"] | ; only full_attention and",
                "qwen2-window | use_sliding_window | false | sets sliding_window to",
                "gemma2-window | sliding_window | null | with layers of type sliding_attention",
                "gemma2-window | hidden_activation | \"quick_gelu\" | sets hidden_activation to",
                "gemma3-local | rope_parameters | {\"rope_type\": \"linear\", \"factor\": 2} | sets rope_parameters.",
                "llama-grouped | rope_parameters | {\"rope_type\": \"mrope\"} | scales rotary angles by 'mrope'",
                "llama-grouped | rope_parameters | {\"mrope_section\": [1, 1]} | sets rope_parameters.mrope_section",
                "olmo2-grouped | hidden_act | \"xielu\" | sets hidden_act to",
                "granite-scaled | num_attention_heads | 0 | do not fit together",
                "gpt2-wide | add_cross_attention | true | sets add_cross_attention to true; only false is understood",
                "gpt2-wide | activation_function | \"tanh\" | sets activation_function to",
                "gpt2-wide | n_head | 0 | do not fit together",
                "gpt2-wide | num_hidden_layers | 7 | sets num_hidden_layers to 7; only 2 is understood",
                "gpt2-wide | hidden_size | 25 | sets hidden_size to 25; only 24 is understood",
                "gptneox-serial | rope_parameters | {\"partial_rotary_factor\": 0} | turns 0 dimensions",
                "phi3-longrope | rope_parameters | {\"rope_type\": \"longrope\", \"short_factor\": [1], \"long_factor\": [1]} | 1 divisors for 4 pairs",
                "phi3-plain | sliding_window | -3 | windows",
                "qwen-first | activation | \"geglu\" | sets activation to",
                "qwen-first | pos_emb | \"alibi\" | sets pos_emb to",
                "qwen-first | scale_attn_weights | false | only true is understood",
                "qwen-first | apply_residual_connection_post_layernorm | true | only false is understood",
                "qwen-long | seq_length | null | has no seq_length"
            })
    void aValueThatIsNotUnderstoodIsRefusedByName(String family, String field, String value, String message)
            throws IOException {
        JsonObject config = config(family);
        config.add(field, JsonParser.parseString(value));
        assertThatThrownBy(() -> modules(config))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining(message);
    }

    /** What transformers' classes take where a config is silent; a null is another thing. */
    @ParameterizedTest
    @CsvSource({
        "mistral-window, num_key_value_heads, 8",
        "qwen2-window, num_key_value_heads, 32",
        "qwen3-grouped, num_key_value_heads, 32",
        "gemma-one, num_key_value_heads, 16",
        "gemma2-window, num_key_value_heads, 4",
        "gemma3-local, num_key_value_heads, 4",
        "olmo2-grouped, num_key_value_heads, 64",
        "granite-scaled, num_key_value_heads, 64",
        "llama-grouped, num_key_value_heads, 64"
    })
    void aMissingFieldTakesTheDefaultOfItsClass(String family, String field, int expected) throws IOException {
        JsonObject config = config(family);
        config.addProperty("num_attention_heads", 64);
        config.addProperty("head_dim", 4);
        config.remove(field);
        assertThat(modules(config).kvHeads()).isEqualTo(expected);
        config.add(field, com.google.gson.JsonNull.INSTANCE);
        assertThat(modules(config).kvHeads()).isEqualTo(64);
    }

    @Test
    void gemmaTiesItsHeadAndHasWideHeadsWhereAConfigIsSilent() throws IOException {
        JsonObject config = config("gemma-one");
        config.remove("tie_word_embeddings");
        config.remove("head_dim");
        assertThat(modules(config).tiedHead()).isTrue();
        assertThat(modules(config).headDim()).isEqualTo(256);
        JsonObject mistral = config("mistral-window");
        mistral.remove("tie_word_embeddings");
        mistral.remove("sliding_window");
        assertThat(modules(mistral).tiedHead()).isFalse();
        assertThat(modules(mistral).attention().windows()).containsOnly(4096);
    }

    @ParameterizedTest
    @MethodSource("familiesAndScalings")
    void whateverAFieldHoldsTheErrorIsOneOfOurs(String family) throws IOException {
        List<String> values =
                List.of("null", "-1", "0", "2.5", "1e300", "\"x\"", "true", "[]", "[{}]", "{}", "{\"a\":[]}");
        for (String field : config(family).keySet()) {
            for (String value : values) {
                JsonObject config = config(family);
                config.add(field, JsonParser.parseString(value));
                understoodOrRefused(config);
                if (config(family).get(field).isJsonObject()) {
                    for (String inner : config(family).getAsJsonObject(field).keySet()) {
                        JsonObject nested = config(family);
                        nested.getAsJsonObject(field).add(inner, JsonParser.parseString(value));
                        understoodOrRefused(nested);
                    }
                }
            }
        }
    }

    private void understoodOrRefused(JsonObject config) throws IOException {
        try {
            modules(config);
        } catch (LoadException e) {
            assertThat(e).hasMessageContaining("Try: ");
        } catch (RuntimeException e) {
            throw new AssertionError("raw error for " + config, e);
        }
    }

    private static JsonObject config(String family) throws IOException {
        return JsonParser.parseString(Files.readString(TestModels.tiny(family).resolve("config.json")))
                .getAsJsonObject();
    }

    private ModelConfig modules(JsonElement config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config.toString());
        return Patchclamp.modules(folder.toString()).config();
    }
}
