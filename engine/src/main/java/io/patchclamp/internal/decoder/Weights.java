package io.patchclamp.internal.decoder;

import java.util.List;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.internal.djl.Tensor;
import io.patchclamp.model.Model;

/**
 * All weights of a decoder, under their HuggingFace names.
 *
 * @param scope owns the native memory
 * @param tensors by name; a tied unembedding is absent
 * @param listing what there is, for the user
 */
public record Weights(Scope scope, Map<String, Tensor> tensors, List<Model.Weight> listing) {
    public Weights {
        tensors = Map.copyOf(tensors);
        listing = List.copyOf(listing);
    }

    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no weight " + name);
        }
        return tensor;
    }

    Tensor orNull(String name) {
        return tensors.get(name);
    }

    /** One block's weights; biases are null where the model has none. Linear weights are {@code [out, in]}. */
    record Block(Tensor ln1, Linear q, Linear k, Linear v, Linear o, Tensor ln2, Linear gate, Linear up, Linear down) {}

    /** A projection. @param bias may be null */
    record Linear(Tensor weight, Tensor bias) {
        Tensor of(Tensor x) {
            return x.linear(weight, bias);
        }
    }

    Block block(int layer) {
        String at = "model.layers." + layer + ".";
        return new Block(
                get(at + "input_layernorm.weight"),
                linear(at + "self_attn.q_proj"),
                linear(at + "self_attn.k_proj"),
                linear(at + "self_attn.v_proj"),
                linear(at + "self_attn.o_proj"),
                get(at + "post_attention_layernorm.weight"),
                linear(at + "mlp.gate_proj"),
                linear(at + "mlp.up_proj"),
                linear(at + "mlp.down_proj"));
    }

    private Linear linear(String module) {
        return new Linear(get(module + ".weight"), orNull(module + ".bias"));
    }
}
