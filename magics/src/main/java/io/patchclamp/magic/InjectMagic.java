package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.sweep.InjectEffect;
import io.patchclamp.sweep.Injection;
import io.patchclamp.trial.Trials;

/** {@code %%inject}. */
final class InjectMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "inject",
            Kind.EITHER,
            "Adds a number or a multiple of a vector: effect per trial, text before and after, beside random vectors as long.",
            List.of(Argument.words(
                    "SEL+=VALUE",
                    "where, and what is added: +=2 or +=4*NAME, a variable with a vector; behind it @prompt, @generated,"
                            + " @event, @-1, @3..7, @/regex/, steps 0..4",
                    Values.SELECTOR)),
            options(),
            "%%inject L-1.mlp.neurons[0]+=2 --new 10\nHello, I am your",
            "InjectEffect effect = Injection.on(model, List.of(Inject.of(model.select(\"L-1.mlp.neurons[0]\"), 2)))"
                    + ".metric(Metric.parse(\"kl\")).run(trials)",
            InjectEffect.class);

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
        List<Edit> placed = ClampMagic.placed(call, edits);
        Metric metric = ClampMagic.metric(call);
        Trials trials = Stimuli.of(call, session, model);
        Injection experiment = Injection.on(model, placed)
                .metric(metric)
                .newTokens(call.count("new").orElseThrow())
                .random(call.count("random").orElseThrow())
                .seed(call.count("seed").orElseThrow())
                .learntFrom(Found.from(placed, session))
                .neutral(DoseMagic.neutral())
                .progress(session.progress());
        experiment = call.has("circular") ? experiment.circular() : experiment;
        Optional<Preregistration> expected = workbench.hypotheses().expected(call);
        return (expected.isPresent() ? experiment.hypothesis(expected.get()) : experiment).run(trials);
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(ClampMagic.options());
        int before = options.indexOf(DoseMagic.CIRCULAR);
        options.addAll(
                before,
                List.of(
                        Option.of(
                                "random",
                                "K",
                                "20",
                                "how many random vectors of the same length it is held against; 0 for none",
                                Values.COUNT),
                        Option.of("seed", "S", "1", "what they are drawn from", Values.COUNT),
                        Hypotheses.OPTION));
        return options;
    }
}
