package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.Patchclamp;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.model.ParameterCount;

/** {@code %params}. */
final class ParamsMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "params",
            Kind.LINE,
            "How many parameters a model has and where: by formula from the configuration alone; of a loaded one, as loaded too.",
            List.of(Argument.optional(
                    "REF",
                    "a loaded model, or a folder, config.json, .gguf or hub id, whose weights are not read; the current model if not given",
                    Values.MODEL)),
            List.of(MagicSpec.MODEL),
            "%params",
            "ParameterCount.of(model.modules()).compare(model.weights())",
            ParameterReport.class);

    private final Workbench workbench;

    ParamsMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Optional<String> reference = call.argument("REF");
        if (reference.isEmpty() || call.has("model")) {
            return report(workbench.model(call, session));
        }
        String ref = reference.get();
        Optional<Model> loaded = workbench
                .loaded(ref)
                .or(() -> session.variable(ref).filter(Model.class::isInstance).map(Model.class::cast));
        if (loaded.isPresent()) {
            return report(loaded.get());
        }
        String name = ref.substring(ref.replace('\\', '/').lastIndexOf('/') + 1);
        ParameterCount count = ParameterCount.of(Patchclamp.modules(workbench.located(ref, session)));
        return new ParameterReport(name.isEmpty() ? ref : name, count, Optional.empty());
    }

    private static ParameterReport report(Model model) {
        ParameterCount count = ParameterCount.of(model.modules());
        return new ParameterReport(model.name(), count, Optional.of(count.compare(model.weights())));
    }
}
