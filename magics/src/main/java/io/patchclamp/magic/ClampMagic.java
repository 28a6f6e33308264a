package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;

/** {@code %%clamp}. */
final class ClampMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "clamp",
            Kind.EITHER,
            "Forces units to a value and shows what that changes: effect per trial, clamp current, text before and after.",
            List.of(Argument.words(
                    "SEL=VALUE", "which units, and what they are held at: " + Edits.FORMS, Values.SELECTOR)),
            options(),
            "%%clamp L-1.mlp.neurons[0]=0 --new 10\nHello, I am your",
            "ClampEffect effect = Clamping.on(model).clamp(List.of(Clamp.of(model.select(\"L-1.mlp.neurons[0]\"), 0)))"
                    + ".metric(Metric.parse(\"kl\")).run(trials)",
            ClampEffect.class);

    private final Workbench workbench;

    ClampMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    /** The options of every magic that measures what edits do. */
    static List<Option> options() {
        return List.of(
                Option.of(
                        "metric",
                        "M",
                        "kl",
                        "what is measured: kl, entropy, loss, logit(\" x\"), logprob(…), prob(…), and sums of them",
                        Values.TEXT),
                Option.flag("first", "takes the first token of a target that is several"),
                Option.of("new", "N", "10", "how many tokens of text before and after; 0 for none", Values.COUNT),
                Option.of(
                        "tokens",
                        "a..b",
                        "",
                        "at which positions edits hold that name no tokens themselves; -1 is the prompt's last",
                        Values.RANGE),
                DoseMagic.CIRCULAR,
                Stimuli.TRIALS,
                Stimuli.FILE,
                Stimuli.CHAT,
                MagicSpec.MODEL);
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        return effect(
                call, session, workbench, model, Edits.ofWords(call.words("SEL=VALUE"), workbench, model, session));
    }

    /** Edits that choose no tokens hold where {@code --tokens} says. */
    static List<Edit> placed(MagicCall call, List<Edit> edits) {
        return call.range("tokens")
                .map(r -> edits.stream()
                        .map(e -> e.tokens() instanceof TokenChoice.All
                                ? e.at(new TokenChoice.Positions(r.from(), r.to()))
                                : e)
                        .toList())
                .orElse(edits);
    }

    static Metric metric(MagicCall call) {
        Metric plain = Metric.parse(call.option("metric").orElseThrow());
        return call.has("first") ? plain.first() : plain;
    }

    /** Measures edits as the options say. */
    static ClampEffect effect(MagicCall call, Session session, Workbench workbench, Model model, List<Edit> edits) {
        List<Edit> placed = placed(call, edits);
        Metric metric = metric(call);
        Trials trials = Stimuli.of(call, session, model);
        Clamping clamping = Clamping.on(model)
                .clamp(placed)
                .metric(metric)
                .newTokens(call.count("new").orElseThrow())
                .learntFrom(Found.from(placed, session))
                .progress(session.progress());
        return (call.has("circular") ? clamping.circular() : clamping).run(trials);
    }
}
