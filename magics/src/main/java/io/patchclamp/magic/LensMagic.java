package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.lens.DirectLogits;
import io.patchclamp.lens.DirectReading;
import io.patchclamp.lens.LensReading;
import io.patchclamp.lens.LogitLens;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.Recording;

/** {@code %lens}. */
final class LensMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "lens",
            Kind.EITHER,
            "Logit lens: what the residual stream would say after each layer, at each token; or who wrote a logit.",
            List.of(AttributeMagic.NAME),
            List.of(
                    Option.of("at", "SEL", "L*.resid_post", "which states", Values.SELECTOR),
                    Option.of("top", "K", "5", "how many tokens of each state", Values.COUNT),
                    Option.of(
                            "decompose",
                            "layer|head|neuron",
                            "",
                            "takes a logit apart instead: what each of these wrote of it into the residual stream",
                            Values.TEXT),
                    Option.of(
                            "target",
                            "TOKEN",
                            "",
                            "whose logit is taken apart; the model's own next token if not given",
                            Values.TEXT),
                    Option.of(
                            "metric",
                            "M",
                            "",
                            "which sum of logits is taken apart in its place: logit(\" x\") - logit(\" y\")",
                            Values.TEXT),
                    PatchMagic.FIRST,
                    Option.of("token", "i", "-1", "after which token a logit is taken apart", Values.NUMBER),
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%lens\nHello, I am your",
            "LensReading reading = LogitLens.on(model).at(model.select(\"L*.resid_post\")).run(trials)",
            Exportable.class);

    private final Workbench workbench;

    LensMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Class<?> result(MagicCall call) {
        return call.option("decompose").isPresent() ? DirectReading.class : LensReading.class;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Optional<Recording> recording = AttributeMagic.recording(call, session);
        Model model = workbench.model(call, session);
        if (call.option("decompose").isPresent()) {
            DirectLogits direct = direct(call, model).progress(session.progress());
            return recording.isPresent() ? direct.run(recording.get()) : direct.run(Stimuli.of(call, session, model));
        }
        for (String only : List.of("target", "metric", "first", "token")) {
            if (call.has(only)) {
                throw new UsageException(
                        "--" + only + " of " + call.spec().typed() + " is about a logit that is taken apart.",
                        "--decompose layer, head or neuron beside it; or %attribute");
            }
        }
        LogitLens lens = LogitLens.on(model)
                .at(workbench.select(call.option("at").orElseThrow(), model))
                .top(call.count("top").orElseThrow())
                .progress(session.progress());
        return recording.isPresent() ? lens.run(recording.get()) : lens.run(Stimuli.of(call, session, model));
    }

    private static DirectLogits direct(MagicCall call, Model model) {
        if (call.has("at") || call.has("top")) {
            throw new UsageException(
                    "--at and --top of " + call.spec().typed()
                            + " are about states, and --decompose takes a logit apart.",
                    "one or the other");
        }
        DirectLogits direct = DirectLogits.on(model)
                .by(PatchMagic.choice(call, "decompose", DirectLogits.By.class))
                .token(AttributeMagic.position(call));
        Optional<String> target = call.option("target");
        Optional<String> metric = call.option("metric");
        if (target.isPresent() && metric.isPresent()) {
            throw new UsageException(
                    call.spec().typed() + " got a target and a metric, and takes one logit apart.", "one of the two");
        }
        Optional<Metric> sum = metric.or(() -> target.map(LensMagic::logit)).map(Metric::parse);
        return sum.map(m -> direct.of(call.has("first") ? m.first() : m)).orElse(direct);
    }

    private static String logit(String token) {
        String quoted = token.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return "logit(\"" + quoted + "\")";
    }
}
