package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;

/** {@code %%inject}. */
final class InjectMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "inject",
            Kind.EITHER,
            "Adds a number or a multiple of a vector and shows what that changes: effect per trial, text before and after.",
            List.of(Argument.words(
                    "SEL+=VALUE",
                    "where, and what is added: +=2 or +=4*NAME, a variable with a vector; behind it @prompt, @generated,"
                            + " @event, @-1, @3..7, @/regex/, steps 0..4",
                    Values.SELECTOR)),
            ClampMagic.options(),
            "%%inject L-1.mlp.neurons[0]+=2 --new 10\nHello, I am your",
            "ClampEffect effect = Clamping.on(model).clamp(List.of(Inject.of(model.select(\"L-1.mlp.neurons[0]\"), 2)))"
                    + ".metric(Metric.parse(\"kl\")).run(trials)",
            ClampEffect.class);

    private final Workbench workbench;

    InjectMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        List<Edit> edits = Edits.ofWords(call.words("SEL+=VALUE"), workbench, model, session);
        for (Edit edit : edits) {
            if (!(edit.change() instanceof Inject)) {
                throw new UsageException(
                        "%%inject adds, and '" + edit.describe() + "' does not.",
                        "SEL+=2 or SEL+=4*NAME; %%clamp for all other edits");
            }
        }
        return ClampMagic.effect(call, session, workbench, model, edits);
    }
}
