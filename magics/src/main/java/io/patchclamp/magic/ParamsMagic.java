package io.patchclamp.magic;

import java.util.List;

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
            "How many parameters a model has and where: by formula from the configuration alone, and as loaded.",
            List.of(Argument.optional("REF", "a model to load; the current one if not given", Values.MODEL)),
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
        Model model = call.argument("REF")
                .map(ref -> workbench.load(ref, session))
                .orElseGet(() -> workbench.model(call, session));
        ParameterCount count = ParameterCount.of(model.modules());
        return new ParameterReport(model.name(), count, count.compare(model.weights()));
    }
}
