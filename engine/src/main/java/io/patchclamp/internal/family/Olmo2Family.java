package io.patchclamp.internal.family;

import io.patchclamp.model.ModelConfig;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.ModelConfig.QueryKeyNorm;

/** OLMo 2: what a sublayer adds is normed, not what it reads; all heads' queries and keys are normed together. */
final class Olmo2Family implements Family {
    @Override
    public String modelType() {
        return "olmo2";
    }

    @Override
    public String architecture() {
        return "Olmo2ForCausalLM";
    }

    @Override
    public ModelConfig config(Settings s) {
        s.unsaid("rms_norm_eps", 1e-5);
        boolean bias = s.flag("attention_bias", false);
        return new LlamaConfig(s, architecture())
                .order(BlockOrder.POST_NORM)
                .queryKeyNorm(QueryKeyNorm.WHOLE)
                .biases(bias, bias)
                .config();
    }

    @Override
    public Drawing draw(ModelConfig c, Settings s) {
        return LlamaLayout.draw(c, "Olmo2");
    }
}
