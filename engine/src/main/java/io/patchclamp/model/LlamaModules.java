package io.patchclamp.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.model.ModuleTree.Module;
import io.patchclamp.model.ModuleTree.Parameter;

/** The module tree of a {@code LlamaForCausalLM}, as {@code transformers} 4.57 builds it. */
final class LlamaModules {
    private final ModelConfig config;

    private LlamaModules(ModelConfig config) {
        this.config = config;
    }

    static Module tree(ModelConfig config) {
        return new LlamaModules(config).root();
    }

    private Module root() {
        Parameter embedding = new Parameter("model.embed_tokens.weight", List.of(config.vocabulary(), config.dModel()));
        Module embed = new Module(
                "model.embed_tokens",
                "Embedding",
                config.vocabulary() + ", " + config.dModel(),
                List.of(embedding),
                List.of());
        Module layers = node(
                "model.layers",
                "ModuleList",
                IntStream.range(0, config.layers())
                        .mapToObj(i -> block("model.layers." + i))
                        .toList());
        Module model = node(
                "model",
                "LlamaModel",
                List.of(embed, layers, norm("model.norm"), leaf("model.rotary_emb", "LlamaRotaryEmbedding")));
        Module head = linear("lm_head", config.dModel(), config.vocabulary(), false);
        if (config.tiedHead()) {
            head = new Module(head.name(), head.kind(), head.details(), List.of(), List.of());
        }
        return node("", config.architecture(), List.of(model, head));
    }

    private Module block(String name) {
        return node(
                name,
                "LlamaDecoderLayer",
                List.of(
                        attention(name + ".self_attn"),
                        mlp(name + ".mlp"),
                        norm(name + ".input_layernorm"),
                        norm(name + ".post_attention_layernorm")));
    }

    private Module attention(String name) {
        int queries = config.heads() * config.headDim();
        int keys = config.kvHeads() * config.headDim();
        boolean bias = config.attentionBias();
        return node(
                name,
                "LlamaAttention",
                List.of(
                        linear(name + ".q_proj", config.dModel(), queries, bias),
                        linear(name + ".k_proj", config.dModel(), keys, bias),
                        linear(name + ".v_proj", config.dModel(), keys, bias),
                        linear(name + ".o_proj", queries, config.dModel(), bias)));
    }

    private Module mlp(String name) {
        boolean bias = config.mlpBias();
        return node(
                name,
                "LlamaMLP",
                List.of(
                        linear(name + ".gate_proj", config.dModel(), config.dMlp(), bias),
                        linear(name + ".up_proj", config.dModel(), config.dMlp(), bias),
                        linear(name + ".down_proj", config.dMlp(), config.dModel(), bias),
                        leaf(name + ".act_fn", "SiLUActivation")));
    }

    private Module norm(String name) {
        String details = "(" + config.dModel() + ",), eps=" + python(config.normEpsilon());
        Parameter weight = new Parameter(name + ".weight", List.of(config.dModel()));
        return new Module(name, "LlamaRMSNorm", details, List.of(weight), List.of());
    }

    private static Module linear(String name, int in, int out, boolean bias) {
        List<Parameter> weights = new ArrayList<>(List.of(new Parameter(name + ".weight", List.of(out, in))));
        if (bias) {
            weights.add(new Parameter(name + ".bias", List.of(out)));
        }
        String details = "in_features=" + in + ", out_features=" + out + ", bias=" + (bias ? "True" : "False");
        return new Module(name, "Linear", details, weights, List.of());
    }

    private static Module node(String name, String kind, List<Module> children) {
        return new Module(name, kind, "", List.of(), children);
    }

    private static Module leaf(String name, String kind) {
        return node(name, kind, List.of());
    }

    /** A number as Python prints it: the fewest digits that come back as the same number, {@code 1e-05} when small. */
    static String python(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0.0" : String.valueOf(number);
        }
        BigDecimal exact = new BigDecimal(number);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits));
            if (shortest.doubleValue() == number) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
