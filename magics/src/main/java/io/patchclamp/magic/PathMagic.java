package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.sweep.PathEffect;
import io.patchclamp.sweep.PathPatching;

/** {@code %%path}. */
final class PathMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "path",
            Kind.EITHER,
            "Path patching: what each sender's change, clean into corrupt, does by the straight way to each receiver alone.",
            List.of(),
            List.of(
                    Option.of(
                            "from",
                            "SEL",
                            "attn.z",
                            "who sends, heads one by one: a short name without its layer for all layers, or a selector",
                            Values.SELECTOR),
                    Option.of(
                            "to",
                            "SEL",
                            "final_norm",
                            "who receives: attn.q, attn.k, attn.v, attn.z, attn.scores or attn.pattern of heads, ln1, ln2, a"
                                    + " stream, or final_norm for the logits",
                            Values.SELECTOR),
                    Option.of(
                            "from-tokens",
                            "T",
                            "all",
                            "at which tokens is sent: event, last, -1, 3..7, /regex/",
                            Values.TEXT),
                    Option.of("to-tokens", "T", "all", "at which tokens is received", Values.TEXT),
                    Option.of(
                            "mlps",
                            "held|free",
                            "held",
                            "what MLPs between do: give what they gave, or pass the change on",
                            Values.TEXT),
                    Option.flag("together", "all receivers receive at once, as one"),
                    PatchMagic.METRIC,
                    PatchMagic.FIRST,
                    PatchMagic.READ,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%path --from L20..29.attn.z --to final_norm --metric 'logit(answer) - logit(wrong)'\n"
                    + "clean | corrupt | answer | wrong\n"
                    + "The capital of France is | The capital of Italy is | \" Paris\" | \" Rome\"",
            "PathEffect paths = PathPatching.on(model, model.select(\"L*.attn.z\"), model.select(\"final_norm\"),"
                    + " Metric.parse(\"kl\")).run(trials)",
            PathEffect.class);

    private final Workbench workbench;

    PathMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        Metric metric = Metric.parse(call.option("metric").orElseThrow());
        return PathPatching.on(
                        model,
                        ends(call, "from", model),
                        ends(call, "to", model),
                        call.has("first") ? metric.first() : metric)
                .tokens(tokens(call, "from"), tokens(call, "to"))
                .mlps(PatchMagic.choice(call, "mlps", PathPatching.Mlps.class))
                .together(call.has("together"))
                .readAtEvent(PatchMagic.atEvent(call))
                .progress(session.progress())
                .run(Stimuli.of(call, session, model));
    }

    private Selection ends(MagicCall call, String option, Model model) {
        String selector = call.option(option).orElseThrow();
        return workbench.where(selector).isPresent()
                ? workbench.selectAnywhere(selector, model)
                : workbench.select(PatchMagic.everyLayer(selector, model), model);
    }

    /** Those that are given, or else the hook's own. */
    private TokenChoice tokens(MagicCall call, String end) {
        TokenChoice given = TokenChoice.parse(call.option(end + "-tokens").orElseThrow());
        return call.has(end + "-tokens")
                ? given
                : workbench.where(call.option(end).orElseThrow()).orElse(given);
    }
}
