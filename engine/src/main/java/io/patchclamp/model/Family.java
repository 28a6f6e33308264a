package io.patchclamp.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.patchclamp.fault.LoadException;

/** What is known of one family of architectures without running it. */
record Family(
        Names names,
        Function<ModelConfig, ModuleTree.Module> modules,
        Function<ModelConfig, List<ParameterCount.Part>> parameters) {
    private static final Map<String, Family> ALL =
            Map.of("LlamaForCausalLM", new Family(new LlamaNames(), LlamaModules::tree, LlamaParameters::parts));

    /**
     * The family of a model.
     *
     * @throws LoadException if it is not known
     */
    static Family of(ModelConfig config) {
        Family family = ALL.get(config.architecture());
        if (family == null) {
            throw new LoadException(
                    "The places inside a '" + config.architecture() + "' have no known names.",
                    "a model of one of these architectures: "
                            + String.join(", ", ALL.keySet().stream().sorted().toList()));
        }
        return family;
    }
}
