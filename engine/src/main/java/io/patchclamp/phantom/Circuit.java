package io.patchclamp.phantom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.patchclamp.array.NamedArray;

/**
 * The weights of a small Llama, drawn along axes of the residual stream. Axis 0 has the same large number at every
 * token, so that what a norm divides by is nearly the same everywhere and the norms are nearly linear.
 */
final class Circuit {
    /** What stands on axis 0: large beside all else, and small enough for single precision. */
    static final double CONSTANT = 60;

    private static final double GATE = 4;
    private static final double EPSILON = 1e-6;
    private static final int CONTEXT = 512;
    private static final double END_LOGIT = 16;

    /** Axes that a head's queries are sharpened along: the fastest turning ones tell neighbouring tokens apart. */
    private static final int FAST = 8;
    /** By how much at most the score of a shifted token may come near to that of the wanted one, in nats. */
    private static final double SHARP = 20;

    final Sizes sizes;
    /** {@code [token][axis]}. */
    final double[][] embed;
    /** {@code [token][axis]}. */
    final double[][] unembed;

    final Layer[] layers;

    /**
     * How large everything is.
     *
     * @param rest the usual sum of squares on the axes beside axis 0, where it matters
     */
    record Sizes(int layers, int dModel, int heads, int headDim, int neurons, double ropeBase, double rest) {
        Sizes with(Options options) {
            return new Sizes(options.count("layers"), dModel, heads, headDim, options.count("units"), ropeBase, rest);
        }
    }

    /** One block: what reads has a row for each of its numbers, what writes has one for each of its inputs. */
    static final class Layer {
        final double[][] query;
        final double[][] key;
        final double[][] value;
        /** {@code [head and dimension][axis]}. */
        final double[][] out;

        final double[][] gate;
        final double[][] up;
        /** {@code [neuron][axis]}. */
        final double[][] down;

        private Layer(Sizes s) {
            int wide = s.heads * s.headDim;
            query = new double[wide][s.dModel];
            key = new double[wide][s.dModel];
            value = new double[wide][s.dModel];
            out = new double[wide][s.dModel];
            gate = new double[s.neurons][s.dModel];
            up = new double[s.neurons][s.dModel];
            down = new double[s.neurons][s.dModel];
        }
    }

    Circuit(Sizes sizes, List<String> words) {
        this.sizes = sizes;
        int tokens = Blueprint.FIRST_WORD + words.size();
        embed = new double[tokens][sizes.dModel];
        unembed = new double[tokens][sizes.dModel];
        for (double[] row : embed) {
            row[0] = CONSTANT;
        }
        layers = new Layer[sizes.layers];
        for (int l = 0; l < sizes.layers; l++) {
            layers[l] = new Layer(sizes);
        }
    }

    /** A neuron that is a weighted sum of axes, positive or negative: its gate is always as far open. */
    void neuron(int layer, int neuron, double[] reads) {
        layers[layer].gate[neuron][0] = GATE / CONSTANT;
        for (int a = 0; a < reads.length; a++) {
            layers[layer].up[neuron][a] = reads[a] / silu(GATE);
        }
    }

    /** A neuron that is 1 where the sum it reads is well above 0, and 0 where it is well below. */
    void threshold(int layer, int neuron, double[] reads) {
        double open = 20;
        for (int a = 0; a < reads.length; a++) {
            layers[layer].gate[neuron][a] = 2 * open * reads[a];
        }
        layers[layer].up[neuron][0] = 1 / silu(open) / CONSTANT;
    }

    /** A head that looks so many tokens back, wherever it is. What it takes from there is not set. */
    void looksBack(int layer, int head, int tokens) {
        int dim = sizes.headDim;
        double nearest = Double.NEGATIVE_INFINITY;
        for (int off : new int[] {-1, 1}) {
            double sum = 0;
            for (int f = 0; f < FAST; f++) {
                sum += StrictMath.cos(angle(f) * off);
            }
            nearest = Math.max(nearest, sum);
        }
        double size = StrictMath.sqrt(SHARP * StrictMath.sqrt(dim) / (FAST - nearest)) / CONSTANT;
        for (int f = 0; f < FAST; f++) {
            int first = head * dim + f;
            layers[layer].query[first][0] = size * StrictMath.cos(angle(f) * tokens);
            layers[layer].query[first + dim / 2][0] = -size * StrictMath.sin(angle(f) * tokens);
            layers[layer].key[first][0] = size;
        }
    }

    /** What a head takes from where it looks, and where it puts it: axis {@code from + i} to axis {@code to + i}. */
    void copies(int layer, int head, int from, int to, int count) {
        for (int i = 0; i < count; i++) {
            layers[layer].value[head * sizes.headDim + i][from + i] = 1;
            layers[layer].out[head * sizes.headDim + i][to + i] = 1;
        }
    }

    /** After these tokens the text ends. */
    void endsAfter(List<int[]> words, int axis) {
        for (int[] tokens : words) {
            for (int token : tokens) {
                embed[token][axis] = 1;
            }
        }
        unembed[Blueprint.END][axis] = END_LOGIT;
    }

    /** How far one token turns a pair of a head's dimensions. */
    double angle(int pair) {
        return StrictMath.pow(sizes.ropeBase, -2.0 * pair / sizes.headDim);
    }

    private static double silu(double x) {
        return x / (1 + StrictMath.exp(-x));
    }

    Blueprint blueprint(List<String> words, Dice dice) {
        Rotation turn = Rotation.random(sizes.dModel, dice);
        int d = sizes.dModel;
        int wide = sizes.heads * sizes.headDim;
        Map<String, NamedArray> tensors = new LinkedHashMap<>();
        tensors.put("model.embed_tokens.weight", matrix(embed.length, d, turn.rows(embed)));
        for (int l = 0; l < layers.length; l++) {
            String block = "model.layers." + l + ".";
            Layer layer = layers[l];
            tensors.put(block + "self_attn.q_proj.weight", matrix(wide, d, turn.rows(layer.query)));
            tensors.put(block + "self_attn.k_proj.weight", matrix(wide, d, turn.rows(layer.key)));
            tensors.put(block + "self_attn.v_proj.weight", matrix(wide, d, turn.rows(layer.value)));
            tensors.put(block + "self_attn.o_proj.weight", matrix(d, wide, turn.columns(layer.out)));
            tensors.put(block + "mlp.gate_proj.weight", matrix(sizes.neurons, d, turn.rows(layer.gate)));
            tensors.put(block + "mlp.up_proj.weight", matrix(sizes.neurons, d, turn.rows(layer.up)));
            tensors.put(block + "mlp.down_proj.weight", matrix(d, sizes.neurons, turn.columns(layer.down)));
            tensors.put(block + "input_layernorm.weight", norm());
            tensors.put(block + "post_attention_layernorm.weight", norm());
        }
        tensors.put("model.norm.weight", norm());
        tensors.put("lm_head.weight", matrix(unembed.length, d, turn.rows(unembed)));
        return new Blueprint(config(), tensors, words);
    }

    private static NamedArray matrix(int rows, int columns, float[] numbers) {
        return NamedArray.of(List.of("out", "in"), new int[] {rows, columns}, numbers);
    }

    /** Gives back what the norm took: a state as large as most come out as it went in. */
    private NamedArray norm() {
        float[] weight = new float[sizes.dModel];
        double size = CONSTANT * CONSTANT + sizes.rest;
        java.util.Arrays.fill(weight, (float) StrictMath.sqrt(size / sizes.dModel));
        return NamedArray.of(List.of("in"), new int[] {weight.length}, weight);
    }

    private String config() {
        return String.format(
                Locale.ROOT,
                """
                {
                  "architectures": ["LlamaForCausalLM"],
                  "model_type": "llama",
                  "hidden_size": %d,
                  "intermediate_size": %d,
                  "num_hidden_layers": %d,
                  "num_attention_heads": %d,
                  "num_key_value_heads": %d,
                  "head_dim": %d,
                  "vocab_size": %d,
                  "max_position_embeddings": %d,
                  "rms_norm_eps": %s,
                  "rope_theta": %s,
                  "hidden_act": "silu",
                  "tie_word_embeddings": false
                }
                """,
                sizes.dModel,
                sizes.neurons,
                sizes.layers,
                sizes.heads,
                sizes.heads,
                sizes.headDim,
                embed.length,
                CONTEXT,
                EPSILON,
                sizes.ropeBase);
    }
}
