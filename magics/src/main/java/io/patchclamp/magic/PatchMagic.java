package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.Patching;

/** {@code %%patch}. */
final class PatchMagic implements Magic {
    static final Option METRIC = Option.of(
            "metric",
            "M",
            "kl",
            "what is measured: kl, entropy, loss, logit(\" x\"), logprob(…), prob(…), and sums of them; column names may"
                    + " stand for texts",
            Values.TEXT);
    static final Option FIRST = Option.flag("first", "takes the first token of a target that is several");
    static final Option READ = Option.of(
            "read",
            "end|event",
            "end",
            "after which token it is measured: the prompt's last, or the event's",
            Values.TEXT);

    private static final MagicSpec SPEC = new MagicSpec(
            "patch",
            Kind.EITHER,
            "Activation patching: the clean text's activations into the corrupt text's run, cell by cell of a grid.",
            List.of(),
            List.of(
                    Option.of(
                            "at",
                            "SITE",
                            "resid_pre",
                            "what is patched: a short name without its layer for all layers, or a selector",
                            Values.SELECTOR),
                    Option.of("by", "layer,token|layer,head|layer", "layer,token", "the axes of the grid", Values.TEXT),
                    METRIC,
                    FIRST,
                    READ,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%patch --at attn.out --metric 'logit(answer) - logit(wrong)'\n"
                    + "clean | corrupt | answer | wrong\n"
                    + "The capital of France is | The capital of Italy is | \" Paris\" | \" Rome\"",
            "PatchGrid grid = Patching.on(model, model.select(\"L*.attn.out\"), Metric.parse(\"kl\")).run(trials)",
            PatchGrid.class);

    private final Workbench workbench;

    PatchMagic(Workbench workbench) {
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
        Selection where = workbench.select(everyLayer(call.option("at").orElseThrow(), model), model);
        return Patching.on(model, where, call.has("first") ? metric.first() : metric)
                .by(by(call))
                .readAtEvent(atEvent(call))
                .progress(session.progress())
                .run(Stimuli.of(call, session, model));
    }

    /** A short name without its layer stands for all layers. */
    static String everyLayer(String site, Model model) {
        boolean bare =
                model.sites().all().stream().anyMatch(s -> s.point().shortName().equals(site) && s.layer() >= 0);
        return bare ? "L*." + site : site;
    }

    private static Patching.By by(MagicCall call) {
        String by = call.option("by").orElseThrow().replace(" ", "");
        return switch (by) {
            case "layer,token" -> Patching.By.TOKEN;
            case "layer,head" -> Patching.By.HEAD;
            case "layer" -> Patching.By.NOTHING;
            default -> throw new UsageException("--by of %%patch is '" + by + "'.", "layer,token, layer,head or layer");
        };
    }

    static boolean atEvent(MagicCall call) {
        String read = call.option("read").orElseThrow();
        if (!read.equals("end") && !read.equals("event")) {
            throw new UsageException("--read of " + call.spec().typed() + " is '" + read + "'.", "end or event");
        }
        return read.equals("event");
    }

    /** A value of an option that names one of a few. */
    static <E extends Enum<E>> E choice(MagicCall call, String option, Class<E> type) {
        String typed = call.option(option).orElseThrow();
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(typed))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--" + option + " of " + call.spec().typed() + " is '" + typed + "'.",
                        Arrays.stream(type.getEnumConstants())
                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
