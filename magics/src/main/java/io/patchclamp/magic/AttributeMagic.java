package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.attribute.Attributed;
import io.patchclamp.attribute.Attribution;
import io.patchclamp.attribute.Method;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;

/** {@code %attribute}. */
final class AttributeMagic implements Magic {
    static final Argument NAME = Argument.optional(
            "NAME", "a recording, whose trials are read again with what they generated; or a body", Values.VARIABLE);

    private static final MagicSpec SPEC = new MagicSpec(
            "attribute",
            Kind.EITHER,
            "Which unit moved this output, and which way: shares of neurons or heads, checked by really removing them.",
            List.of(NAME),
            List.of(
                    Option.of(
                            "target",
                            "TOKEN",
                            "",
                            "whose log-probability is shared out; the model's own next token if not given",
                            Values.TEXT),
                    Option.of(
                            "metric",
                            "M",
                            "",
                            "what is shared out in its place: logit(target) - logit(\" x\"), prob(…), entropy",
                            Values.TEXT),
                    PatchMagic.FIRST,
                    Option.of("at", "SEL", "L*.mlp.neurons", "to which units", Values.SELECTOR),
                    Option.of("token", "i", "-1", "after which token it is read; -1 is the last", Values.NUMBER),
                    Option.of(
                            "method",
                            "grad|ig|patch",
                            "grad",
                            "gradient × activation, integrated gradients, or attribution patching of clean | corrupt",
                            Values.TEXT),
                    Option.of(
                            "steps",
                            "N",
                            "",
                            "how many gradients ig averages at each site; as many as it takes, 32 to 512, if not given",
                            Values.COUNT),
                    Option.of(
                            "verify",
                            "K",
                            "0",
                            "really removes (or patches) the K units with the largest shares, one at a time",
                            Values.COUNT),
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%attribute --verify 5\nHello, I am your",
            "Attributed shares = Attribution.on(model).at(model.select(\"L*.mlp.neurons\")).verify(5).run(trials)",
            Attributed.class);

    private final Workbench workbench;

    AttributeMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Optional<Recording> recording = recording(call, session);
        Model model = workbench.model(call, session);
        Attribution attribution = Attribution.on(model)
                .at(workbench.select(call.option("at").orElseThrow(), model))
                .first(call.has("first"))
                .token(position(call))
                .method(method(call))
                .verify(call.count("verify").orElseThrow())
                .progress(session.progress());
        if (call.has("steps")) {
            attribution = attribution.steps(call.count("steps").orElseThrow());
        }
        if (call.option("target").isPresent()) {
            attribution = attribution.target(call.option("target").get());
        }
        if (call.option("metric").isPresent()) {
            attribution = attribution.metric(Metric.parse(call.option("metric").get()));
        }
        return recording.isPresent()
                ? attribution.run(recording.get())
                : attribution.run(Stimuli.of(call, session, model));
    }

    /** The recording that was named, if one was; then there must be no other trials. */
    static Optional<Recording> recording(MagicCall call, Session session) {
        Optional<String> name = call.argument("NAME");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (call.body().filter(b -> !b.isBlank()).isPresent() || call.has("trials") || call.has("file")) {
            throw new UsageException(
                    call.spec().typed() + " got its trials from more than one place: the recording '" + name.get()
                            + "', and a body, --trials or --file.",
                    "one of them");
        }
        return Optional.of(Variables.need(session, name.get(), Recording.class));
    }

    static int position(MagicCall call) {
        return whole(call, "token");
    }

    /** A whole number that may be negative. */
    static int whole(MagicCall call, String option) {
        double number = call.number(option).orElseThrow();
        if (number != Math.rint(number)) {
            throw new UsageException(
                    "--" + option + " of " + call.spec().typed() + " is a whole number, got "
                            + call.option(option).orElseThrow() + ".",
                    "-1 for the last, 0 for the first");
        }
        return (int) number;
    }

    private static Method method(MagicCall call) {
        String typed = call.option("method").orElseThrow();
        return Arrays.stream(Method.values())
                .filter(m -> m.word().equals(typed))
                .findFirst()
                .orElseThrow();
    }
}
