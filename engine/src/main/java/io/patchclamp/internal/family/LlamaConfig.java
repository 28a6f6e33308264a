package io.patchclamp.internal.family;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.AttentionRule;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.MlpRule;
import io.patchclamp.model.ModelConfig.Norm;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModelConfig.Scales;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Rotary;

/**
 * The configuration of a family that calls its sizes as Llama does. Everything else begins as plain Llama has it; a
 * family says what it has otherwise.
 */
final class LlamaConfig {
    static final String SLIDING = "sliding_attention";
    static final String FULL = "full_attention";

    final int layers;
    final int dModel;
    final int heads;
    final int headDim;
    private final Settings settings;
    private final String architecture;
    private final int kvHeads;
    private BlockOrder order = BlockOrder.PRE_NORM;
    private NormKind norm = NormKind.RMS;
    private QueryKeyNorm queryKeyNorm = QueryKeyNorm.NONE;
    private boolean bias;
    private boolean outputBias;
    private boolean mlpBias;
    private double scale;
    private double softCap;
    private List<Integer> windows;
    private List<Rope> ropes;
    private Activation activation;
    private Scales scales = Scales.NONE;

    LlamaConfig(Settings settings, String architecture) {
        this.settings = settings;
        this.architecture = architecture;
        this.layers = settings.layers("num_hidden_layers");
        this.dModel = settings.integer("hidden_size");
        this.heads = settings.integer("num_attention_heads");
        this.kvHeads = settings.integer("num_key_value_heads", heads);
        this.headDim = settings.integer("head_dim", heads == 0 ? 0 : dModel / heads);
        this.scale = 1 / Math.sqrt(Math.max(1, headDim));
        this.windows = settings.noWindows(layers);
    }

    LlamaConfig order(BlockOrder given) {
        order = given;
        return this;
    }

    LlamaConfig norm(NormKind given) {
        norm = given;
        return this;
    }

    LlamaConfig queryKeyNorm(QueryKeyNorm given) {
        queryKeyNorm = given;
        return this;
    }

    /** Biases of queries, keys and values, and of attention's output. */
    LlamaConfig biases(boolean queriesKeysValues, boolean output) {
        bias = queriesKeysValues;
        outputBias = output;
        return this;
    }

    LlamaConfig mlpBias(boolean given) {
        mlpBias = given;
        return this;
    }

    /** What products of queries and keys are multiplied by. */
    LlamaConfig scale(double given) {
        scale = given;
        return this;
    }

    LlamaConfig softCap(double given) {
        softCap = given;
        return this;
    }

    LlamaConfig windows(List<Integer> given) {
        windows = given;
        return this;
    }

    LlamaConfig ropes(List<Rope> given) {
        ropes = given;
        return this;
    }

    LlamaConfig activation(Activation given) {
        activation = given;
        return this;
    }

    LlamaConfig scales(Scales given) {
        scales = given;
        return this;
    }

    /**
     * Which layers see a window only.
     *
     * @param otherwise which do where {@code layer_types} does not say
     */
    List<Boolean> sliding(IntPredicate otherwise) {
        List<String> types = settings.texts("layer_types");
        if (!types.isEmpty() && types.size() != layers) {
            throw settings.refusal(
                    "layer_types", settings.take("layer_types"), ", for " + types.size() + " layers of " + layers);
        }
        for (String type : types) {
            if (!type.equals(SLIDING) && !type.equals(FULL)) {
                throw settings.refusal(
                        "layer_types",
                        new JsonPrimitive(type),
                        "; only " + FULL + " and " + SLIDING + " are understood");
            }
        }
        return IntStream.range(0, layers)
                .mapToObj(
                        i -> types.isEmpty() ? otherwise.test(i) : types.get(i).equals(SLIDING))
                .toList();
    }

    /** The layers that see a window only see {@code sliding_window} keys, the others all. */
    LlamaConfig windows(List<Boolean> sliding, int window) {
        if (sliding.contains(true) && window <= 0) {
            JsonElement given = settings.take("sliding_window");
            throw settings.refusal("sliding_window", given, ", with layers of type " + SLIDING);
        }
        return windows(sliding.stream().map(s -> s ? window : 0).toList());
    }

    ModelConfig config() {
        if (ropes == null) {
            ropes = settings.everyLayer(layers, settings.rope(headDim, 10_000));
        }
        for (Rope rope : ropes) {
            if (rope.dims() != headDim) {
                throw settings.refusal(
                        "partial_rotary_factor",
                        new JsonPrimitive((double) rope.dims() / headDim),
                        ", and this family turns whole heads");
            }
        }
        return new ModelConfig(
                architecture,
                layers,
                dModel,
                heads,
                kvHeads,
                headDim,
                settings.integer("intermediate_size"),
                settings.integer("vocab_size"),
                settings.integer("max_position_embeddings", 2048),
                order,
                new Norm(norm, settings.number("rms_norm_eps", 1e-6)),
                new Rotary(ropes),
                new AttentionRule(scale, windows, softCap, queryKeyNorm, 0, bias, outputBias),
                new MlpRule(
                        true,
                        activation == null ? settings.activation("hidden_act", Activation.SILU) : activation,
                        mlpBias),
                scales,
                settings.flag("tie_word_embeddings", false));
    }
}
