package io.patchclamp.model;

import java.util.Collections;

import com.google.gson.JsonObject;
import io.patchclamp.internal.family.Families;
import io.patchclamp.internal.family.Settings;
import io.patchclamp.model.ModelConfig.Activation;
import io.patchclamp.model.ModelConfig.AttentionRule;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.MlpRule;
import io.patchclamp.model.ModelConfig.Norm;
import io.patchclamp.model.ModelConfig.NormKind;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;
import io.patchclamp.model.ModelConfig.Scales;
import io.patchclamp.model.Positions.NoScaling;
import io.patchclamp.model.Positions.Rope;
import io.patchclamp.model.Positions.Rotary;

/** Configurations of models that everyone knows, as their {@code config.json} has them. */
final class Configs {
    static final ModelConfig SMOLLM2_135M = llama(30, 576, 9, 3, 64, 1536, 49152, 8192, 1e-5, 100_000, true);
    static final ModelConfig LLAMA3_8B = llama(32, 4096, 32, 8, 128, 14336, 128256, 8192, 1e-5, 500_000, false);
    static final ModelConfig TINYLLAMA_1B = llama(22, 2048, 32, 4, 64, 5632, 32000, 2048, 1e-5, 10_000, false);

    /** As GGUF stores it: the norms' epsilon went through single precision. */
    static final ModelConfig SMOLLM2_135M_GGUF =
            llama(30, 576, 9, 3, 64, 1536, 49152, 8192, 9.999999747378752e-06, 100_000, true);

    /** No model of the world; it has every bias. */
    static final ModelConfig BIASED =
            make(1, 24, 4, 2, 8, 40, 100, 2048, 1e-6, new Rope(10_000, 8, new NoScaling()), false, true);

    private Configs() {}

    static ModuleTree tree(ModelConfig config) {
        return Families.ofType("llama")
                .orElseThrow()
                .draw(config, new Settings("", new JsonObject()))
                .modules();
    }

    static ModelConfig llama(
            int layers,
            int dModel,
            int heads,
            int kvHeads,
            int headDim,
            int dMlp,
            int vocabulary,
            int context,
            double epsilon,
            double theta,
            boolean tied) {
        return make(
                layers,
                dModel,
                heads,
                kvHeads,
                headDim,
                dMlp,
                vocabulary,
                context,
                epsilon,
                new Rope(theta, headDim, new NoScaling()),
                tied,
                false);
    }

    private static ModelConfig make(
            int layers,
            int dModel,
            int heads,
            int kvHeads,
            int headDim,
            int dMlp,
            int vocabulary,
            int context,
            double epsilon,
            Rope rope,
            boolean tied,
            boolean biases) {
        return new ModelConfig(
                "LlamaForCausalLM",
                layers,
                dModel,
                heads,
                kvHeads,
                headDim,
                dMlp,
                vocabulary,
                context,
                BlockOrder.PRE_NORM,
                new Norm(NormKind.RMS, epsilon),
                new Rotary(Collections.nCopies(layers, rope)),
                new AttentionRule(
                        1 / Math.sqrt(headDim),
                        Collections.nCopies(layers, 0),
                        0,
                        QueryKeyNorm.NONE,
                        0,
                        biases,
                        biases),
                new MlpRule(true, Activation.SILU, biases),
                Scales.NONE,
                tied);
    }
}
