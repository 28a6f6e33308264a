package io.patchclamp.model;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.model.ParameterCount.Group;
import io.patchclamp.model.ParameterCount.Part;

/** The parameters of a Llama, by formula. */
final class LlamaParameters {
    private static final String BLOCK = "model.layers.*.";

    private final ModelConfig config;
    private final List<Part> parts = new ArrayList<>();

    private LlamaParameters(ModelConfig config) {
        this.config = config;
    }

    static List<Part> parts(ModelConfig config) {
        return new LlamaParameters(config).count();
    }

    private List<Part> count() {
        Size model = new Size("d_model", config.dModel());
        Size vocabulary = new Size("vocab", config.vocabulary());
        Size queries = new Size("heads × d_head", config.heads(), config.headDim());
        Size keys = new Size("kv_heads × d_head", config.kvHeads(), config.headDim());
        Size neurons = new Size("d_mlp", config.dMlp());
        parts.add(part(Group.VOCABULARY, "model.embed_tokens", vocabulary.times(model)));
        projection(Group.ATTENTION, "self_attn.q_proj", model, queries, config.attentionBias());
        projection(Group.ATTENTION, "self_attn.k_proj", model, keys, config.attentionBias());
        projection(Group.ATTENTION, "self_attn.v_proj", model, keys, config.attentionBias());
        projection(Group.ATTENTION, "self_attn.o_proj", queries, model, config.attentionBias());
        projection(Group.MLP, "mlp.gate_proj", model, neurons, config.mlpBias());
        projection(Group.MLP, "mlp.up_proj", model, neurons, config.mlpBias());
        projection(Group.MLP, "mlp.down_proj", neurons, model, config.mlpBias());
        parts.add(part(Group.NORMS, BLOCK + "input_layernorm", layers().times(model)));
        parts.add(part(Group.NORMS, BLOCK + "post_attention_layernorm", layers().times(model)));
        parts.add(part(Group.NORMS, "model.norm", model));
        if (config.tiedHead()) {
            parts.add(new Part(Group.VOCABULARY, "lm_head", "tied to model.embed_tokens", "0", 0));
        } else {
            parts.add(part(Group.VOCABULARY, "lm_head", vocabulary.times(model)));
        }
        return parts;
    }

    private Size layers() {
        return new Size("layers", config.layers());
    }

    private void projection(Group group, String module, Size in, Size out, boolean bias) {
        Size weight = in.times(out);
        Size one = bias ? weight.plus(out) : weight;
        parts.add(part(group, BLOCK + module, layers().times(one)));
    }

    private static Part part(Group group, String module, Size size) {
        return new Part(group, module, size.formula(), size.numbers(), size.count());
    }

    /** A product (or sum) of sizes, in names and in numbers. */
    private record Size(String formula, String numbers, long count, boolean sum) {
        Size(String name, int number) {
            this(name, Integer.toString(number), number, false);
        }

        Size(String names, int a, int b) {
            this(names, a + " × " + b, (long) a * b, false);
        }

        Size times(Size other) {
            return new Size(
                    formula + " × " + other.bracketed(other.formula),
                    numbers + " × " + other.bracketed(other.numbers),
                    Math.multiplyExact(count, other.count),
                    false);
        }

        Size plus(Size other) {
            return new Size(
                    formula + " + " + other.formula, numbers + " + " + other.numbers, count + other.count, true);
        }

        private String bracketed(String text) {
            return sum ? "(" + text + ")" : text;
        }
    }
}
