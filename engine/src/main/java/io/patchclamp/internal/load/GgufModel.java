package io.patchclamp.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.GgufFile;
import io.patchclamp.internal.format.TensorFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.FactorScaling;
import io.patchclamp.model.ModelConfig.LinearScaling;
import io.patchclamp.model.ModelConfig.NoScaling;
import io.patchclamp.model.ModelConfig.Rope;
import io.patchclamp.model.ModelConfig.Scaling;
import io.patchclamp.model.Tokenizer;

/**
 * A model of the Llama family in a GGUF file.
 *
 * <p>The converter that makes such files renames every weight and lays the rows of the query and key projections out so
 * that rotary pairs are neighbours; both are undone, so that each weight equals the one {@code transformers} has.
 */
final class GgufModel implements ModelFiles {
    private static final Map<String, String> BLOCK = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private final GgufFile file;
    private final ModelConfig config;
    private final List<Planned> weights;

    private GgufModel(GgufFile file) {
        this.file = file;
        this.config = config(file);
        this.weights = plan(file, config);
    }

    static GgufModel open(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            return new GgufModel(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static ModelConfig config(GgufFile file) {
        String architecture =
                file.text("general.architecture").orElseThrow(() -> missing(file, "general.architecture"));
        if (!architecture.equals("llama")) {
            throw new LoadException(
                    "'" + file.path() + "' holds a model of architecture '" + architecture
                            + "', which is not understood yet; 'llama' is.",
                    "a model of the Llama family, such as smollm2");
        }
        int heads = integer(file, "attention.head_count");
        int dModel = integer(file, "embedding_length");
        int headDim = file.integer("llama.attention.key_length").orElse(heads == 0 ? 0 : dModel / heads);
        int rotary = file.integer("llama.rope.dimension_count").orElse(headDim);
        if (rotary != headDim) {
            throw new LoadException(
                    "'" + file.path() + "' rotates " + rotary + " of " + headDim
                            + " dimensions a head; partial rotary is not understood for 'llama'.",
                    "a copy of the model that another converter made");
        }
        TensorInfo embedding =
                file.find("token_embd.weight").orElseThrow(() -> missing(file, "tensor token_embd.weight"));
        Number epsilon = file.number("llama.attention.layer_norm_rms_epsilon")
                .orElseThrow(() -> missing(file, "llama.attention.layer_norm_rms_epsilon"));
        double theta =
                file.number("llama.rope.freq_base").map(Number::doubleValue).orElse(10000.0);
        try {
            return new ModelConfig(
                    "LlamaForCausalLM",
                    integer(file, "block_count"),
                    dModel,
                    heads,
                    file.integer("llama.attention.head_count_kv").orElse(heads),
                    headDim,
                    integer(file, "feed_forward_length"),
                    Math.toIntExact(embedding.rows()),
                    integer(file, "context_length"),
                    epsilon.doubleValue(),
                    new Rope(theta, scaling(file, headDim)),
                    file.find("output.weight").isEmpty(),
                    file.find("blk.0.attn_q.bias").isPresent(),
                    file.find("blk.0.ffn_up.bias").isPresent());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new LoadException(
                    "The sizes in '" + file.path() + "' do not fit together: " + e.getMessage() + ".",
                    "a copy of the model that another converter made",
                    e);
        }
    }

    private static Scaling scaling(GgufFile file, int headDim) {
        Optional<TensorInfo> divisors = file.find("rope_freqs.weight");
        if (divisors.isPresent()) {
            return divisors(file, divisors.get(), headDim);
        }
        String type = file.text("llama.rope.scaling.type").orElse("none");
        return switch (type) {
            case "none" -> new NoScaling();
            case "linear" ->
                new LinearScaling(file.number("llama.rope.scaling.factor")
                        .orElseThrow(() -> missing(file, "llama.rope.scaling.factor"))
                        .doubleValue());
            default ->
                throw new LoadException(
                        "'" + file.path() + "' scales rotary angles by '" + type + "', which is not understood yet.",
                        "a model with scaling none, linear or llama3");
        };
    }

    private static Scaling divisors(GgufFile file, TensorInfo stored, int headDim) {
        if (stored.count() != headDim / 2) {
            throw new LoadException(
                    "Tensor 'rope_freqs.weight' in '" + file.path() + "' holds " + stored.count()
                            + " numbers; heads of " + headDim + " dimensions need " + headDim / 2 + ".",
                    "a copy of the model that another converter made");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * headDim / 2).order(ByteOrder.LITTLE_ENDIAN);
        file.read(stored, bytes);
        bytes.flip();
        List<Double> out = new ArrayList<>();
        while (bytes.hasRemaining()) {
            out.add((double) bytes.getFloat());
        }
        return new FactorScaling(out);
    }

    private static List<Planned> plan(GgufFile file, ModelConfig config) {
        List<Planned> out = new ArrayList<>();
        Set<String> used = new HashSet<>(Set.of("rope_freqs.weight"));
        LlamaShapes.of(config, file.path(), file.tensors().size()).forEach((name, shape) -> {
            String stored = storedName(name);
            used.add(stored);
            TensorInfo info =
                    file.find(stored).orElseThrow(() -> missing(file, "tensor '" + stored + "', which is " + name));
            check(file, info, name, shape);
            boolean interleaved = name.contains("q_proj") || name.contains("k_proj");
            out.add(new Planned(name, shape, info, interleaved ? config.headDim() : 0));
        });
        for (TensorInfo info : file.tensors()) {
            if (!used.contains(info.name())) {
                throw new LoadException(
                        "'" + file.path() + "' holds a tensor '" + info.name()
                                + "' that no part of the Llama family is made of; leaving it out would change the model.",
                        "a plain model of the Llama family");
            }
        }
        return out;
    }

    private static String storedName(String name) {
        String suffix = name.substring(name.lastIndexOf('.'));
        String module = name.substring(0, name.lastIndexOf('.'));
        if (module.startsWith("model.layers.")) {
            String rest = module.substring("model.layers.".length());
            int dot = rest.indexOf('.');
            return "blk." + rest.substring(0, dot) + "." + BLOCK.get(rest.substring(dot + 1)) + suffix;
        }
        return switch (module) {
                    case "model.embed_tokens" -> "token_embd";
                    case "model.norm" -> "output_norm";
                    default -> "output";
                }
                + suffix;
    }

    private static void check(GgufFile file, TensorInfo info, String name, List<Integer> shape) {
        long[] expected = shape.stream().mapToLong(Integer::longValue).toArray();
        if (!Arrays.equals(info.shape(), expected)) {
            throw new LoadException(
                    "Tensor '" + info.name() + "' (" + name + ") in '" + file.path() + "' has shape "
                            + Arrays.toString(info.shape()) + "; the configuration says "
                            + Arrays.toString(expected) + ".",
                    "a copy of the model that another converter made");
        }
        file.requireReadable(info);
    }

    private static int integer(GgufFile file, String key) {
        return file.integer("llama." + key).orElseThrow(() -> missing(file, "llama." + key));
    }

    private static LoadException missing(GgufFile file, String what) {
        return new LoadException("'" + file.path() + "' has no " + what + ".", "a copy of the model that is complete");
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public TensorFile tensors() {
        return file;
    }

    @Override
    public List<Planned> weights() {
        return weights;
    }

    @Override
    public Tokenizer tokenizer() {
        return GgufTokenizers.from(file.metadata(), file.path().toString());
    }

    @Override
    public List<Path> files() {
        return List.of(file.path());
    }

    @Override
    public void close() {
        file.close();
    }
}
