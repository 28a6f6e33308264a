package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Activations;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.LesionStudy;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/** {@code %%lesion}. */
final class LesionMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "lesion",
            Kind.EITHER,
            "What removing units does: all together beside matched controls, or each site, head or unit by itself.",
            List.of(Argument.words(
                    "SEL", "what is removed; or @NAME, a variable with what %localize found", Values.SELECTOR)),
            List.of(
                    Option.of(
                            "mode",
                            "MODE,…",
                            "zero",
                            "what is put in its place: zero, mean, mean-by-position, resample; several with commas",
                            Values.TEXT),
                    Option.of(
                            "reference",
                            "NAME",
                            "",
                            "a recording that means and draws are taken from; else the stimuli that the units were found"
                                    + " on, or the given trials",
                            Values.VARIABLE),
                    Option.of("seed", "S", "0", "what makes drawing reproducible", Values.COUNT),
                    Option.of("each", "all|site|head|unit", "all", "what is removed one at a time", Values.TEXT),
                    Option.of(
                            "controls",
                            "K",
                            "",
                            "random sets of as many units at the same sites, where all are removed together; 39, or as many as"
                                    + " it takes to believe a hypothesis that is asked in several modes, or 0 for a"
                                    + " whole site, which leaves none to draw; 0 for none",
                            Values.COUNT),
                    Option.of(
                            "off-target",
                            "none|all",
                            "",
                            "what else is measured: all is the loss of neutral text and well-known sequences; all if the"
                                    + " units were localized, else none",
                            Values.TEXT),
                    Hypotheses.OPTION,
                    Option.flag(
                            "circular", "allows testing on the stimuli the units were found on; stamped on the result"),
                    PatchMagic.METRIC,
                    PatchMagic.FIRST,
                    PatchMagic.READ,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%lesion L28..29.attn.z --each head\nHello, I am your",
            "LesionEffect effect = Lesions.on(model, model.select(\"L28..29.attn.z\")).each(Lesions.Each.HEAD).run(trials)",
            Exportable.class);

    /** More controls than papers have are drawn only if they are asked for. */
    private static final int MOST = 199;

    private final Workbench workbench;

    LesionMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Class<?> result(MagicCall call) {
        return call.option("each").orElseThrow().equals("all") ? ControlledLesion.class : LesionEffect.class;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        Metric plain = Metric.parse(call.option("metric").orElseThrow());
        Metric metric = call.has("first") ? plain.first() : plain;
        Optional<Activations> reference = call.option("reference")
                .map(name -> Variables.need(session, name, Recording.class).activations());
        Lesions.Each each = PatchMagic.choice(call, "each", Lesions.Each.class);
        long seed = call.count("seed").orElseThrow();
        if (each == Lesions.Each.ALL) {
            Trials trials = Stimuli.of(call, session, model);
            UnitSet set = UnitChoice.removed(String.join(" ", call.words("SEL")), trials, session, workbench, model);
            Optional<Preregistration> expected = workbench.hypotheses().expected(call);
            LesionStudy study = study(call, session, model, set, reference)
                    .controls(controls(call, set, expected))
                    .seed(seed);
            return (expected.isPresent() ? study.hypothesis(expected.get()) : study)
                    .run(new Task("the given trials", trials, metric));
        }
        List<Ablate.Mode> modes = modes(call);
        if (modes.size() > 1) {
            throw new UsageException(
                    "--each removes in one way, and got " + modes.size() + " modes.", "one mode, or --each all");
        }
        if (call.has("hypothesis")) {
            throw new UsageException(
                    "--each asks as many questions as it removes parts, and --hypothesis is about one.",
                    "--each all, or --each without --hypothesis");
        }
        Trials trials = Stimuli.of(call, session, model);
        UnitSet set = UnitChoice.removed(String.join(" ", call.words("SEL")), trials, session, workbench, model);
        Reuse reuse = set.reuse(trials);
        if (!call.has("circular")) {
            reuse.refuse();
        }
        LesionEffect effect = Lesions.on(model, set.where())
                .each(each)
                .mode(modes.get(0), reference, seed)
                .metric(metric)
                .readAtEvent(PatchMagic.atEvent(call))
                .progress(session.progress())
                .run(trials);
        return reuse.any()
                ? effect.under(effect.provenance().with(Reuse.STAMP, "tested on stimuli the units were chosen by"))
                : effect;
    }

    private static LesionStudy study(
            MagicCall call, Session session, Model model, UnitSet set, Optional<Activations> reference) {
        LesionStudy study = LesionStudy.of(model, set)
                .modes(modes(call))
                .readAtEvent(PatchMagic.atEvent(call))
                .progress(session.progress());
        if (offTarget(call, set)) {
            List<Task> tasks = new ArrayList<>(List.of(Task.neutralText()));
            Task.sequences(model).ifPresent(tasks::add);
            study = study.offTarget(tasks);
        }
        if (reference.isPresent()) {
            study = study.reference(reference.get());
        }
        return call.has("circular") ? study.circular() : study;
    }

    /** A whole site is removed without controls unless they are asked for: nothing of it is left to draw. */
    private static int controls(MagicCall call, UnitSet set, Optional<Preregistration> expected) {
        boolean whole = set.where().electrodes().stream()
                .anyMatch(e ->
                        e.units().isEmpty() || 2 * e.units().size() > e.site().units());
        int decisive = expected.map(h -> h.controls(modes(call).size())).orElse(0);
        int usual = Math.max(LesionStudy.CONTROLS, Math.min(decisive, MOST));
        return call.count("controls").orElse(whole ? 0 : usual);
    }

    private static boolean offTarget(MagicCall call, UnitSet set) {
        return call.option("off-target")
                .map("all"::equals)
                .orElse(!set.chosenOn().isEmpty());
    }

    /** The ways of removing that {@code --mode} names. */
    static List<Ablate.Mode> modes(MagicCall call) {
        return Arrays.stream(call.option("mode").orElseThrow().split(","))
                .map(word -> Arrays.stream(Ablate.Mode.values())
                        .filter(m -> m.word().equals(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> new UsageException(
                                "--mode of " + call.spec().typed() + " is '" + word.strip() + "'.",
                                Arrays.stream(Ablate.Mode.values())
                                        .map(Ablate.Mode::word)
                                        .collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }
}
