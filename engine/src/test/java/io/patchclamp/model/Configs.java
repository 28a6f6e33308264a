package io.patchclamp.model;

import io.patchclamp.model.ModelConfig.NoScaling;
import io.patchclamp.model.ModelConfig.Rope;

/** Configurations of models that everyone knows, as their {@code config.json} has them. */
final class Configs {
    static final ModelConfig SMOLLM2_135M = llama(30, 576, 9, 3, 64, 1536, 49152, 8192, 1e-5, 100_000, true);
    static final ModelConfig LLAMA3_8B = llama(32, 4096, 32, 8, 128, 14336, 128256, 8192, 1e-5, 500_000, false);
    static final ModelConfig TINYLLAMA_1B = llama(22, 2048, 32, 4, 64, 5632, 32000, 2048, 1e-5, 10_000, false);

    /** As GGUF stores it: the norms' epsilon went through single precision. */
    static final ModelConfig SMOLLM2_135M_GGUF =
            llama(30, 576, 9, 3, 64, 1536, 49152, 8192, 9.999999747378752e-06, 100_000, true);

    /** No model of the world; it has every bias. */
    static final ModelConfig BIASED = new ModelConfig(
            "LlamaForCausalLM",
            1,
            24,
            4,
            2,
            8,
            40,
            100,
            2048,
            1e-6,
            new Rope(10_000, new NoScaling()),
            false,
            true,
            true);

    private Configs() {}

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
                epsilon,
                new Rope(theta, new NoScaling()),
                tied,
                false,
                false);
    }
}
