package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;

/** {@code %%lesion}. */
final class LesionMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "lesion",
            Kind.EITHER,
            "What removing units does to what the model says: all together, or each site, head or unit by itself.",
            List.of(Argument.words("SEL", "what is removed", Values.SELECTOR)),
            List.of(
                    Option.of(
                            "mode",
                            "zero|mean|mean-by-position|resample",
                            "zero",
                            "what is put in its place",
                            Values.TEXT),
                    Option.of(
                            "reference",
                            "NAME",
                            "",
                            "a recording that means and draws are taken from; the given trials if none",
                            Values.VARIABLE),
                    Option.of("seed", "S", "0", "what makes drawing reproducible", Values.COUNT),
                    Option.of("each", "all|site|head|unit", "all", "what is removed one at a time", Values.TEXT),
                    PatchMagic.METRIC,
                    PatchMagic.FIRST,
                    PatchMagic.READ,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%lesion L28..29.attn.z --each head\nHello, I am your",
            "LesionEffect effect = Lesions.on(model, model.select(\"L28..29.attn.z\")).each(Lesions.Each.HEAD).run(trials)",
            LesionEffect.class);

    private final Workbench workbench;

    LesionMagic(Workbench workbench) {
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
        Ablate.Mode mode = Arrays.stream(Ablate.Mode.values())
                .filter(m -> m.word().equals(call.option("mode").orElseThrow()))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--mode of %%lesion is '" + call.option("mode").orElseThrow() + "'.",
                        Arrays.stream(Ablate.Mode.values())
                                .map(Ablate.Mode::word)
                                .collect(Collectors.joining(", "))));
        Optional<Activations> reference = call.option("reference")
                .map(name -> Variables.need(session, name, Recording.class).activations());
        return Lesions.on(model, workbench.select(String.join(" ", call.words("SEL")), model))
                .each(PatchMagic.choice(call, "each", Lesions.Each.class))
                .mode(mode, reference, call.count("seed").orElseThrow())
                .metric(call.has("first") ? metric.first() : metric)
                .readAtEvent(PatchMagic.atEvent(call))
                .progress(session.progress())
                .run(Stimuli.of(call, session, model));
    }
}
