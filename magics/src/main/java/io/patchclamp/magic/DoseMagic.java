package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.lesion.Task;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.trial.Trials;

/** {@code %%dose}. */
final class DoseMagic implements Magic {
    static final Option CIRCULAR =
            Option.flag("circular", "allows testing on the stimuli the vector was learnt from; stamped on the result");

    private static final MagicSpec SPEC = new MagicSpec(
            "dose",
            Kind.EITHER,
            "Adds a vector in several doses: what each does, beside random vectors as long, and when the model breaks.",
            List.of(Argument.words(
                    "SITE+=VECTOR",
                    "one site and a variable with a vector, as %%inject takes them; behind it @prompt, @event, @-1",
                    Values.SELECTOR)),
            List.of(
                    Option.of(
                            "doses",
                            "D,D,…",
                            "-8,-4,-2,-1,0,1,2,4,8",
                            "multiples of the vector, negative ones too; 0 is always among them",
                            Values.TEXT),
                    Option.of("random", "K", "20", "how many random vectors of the same length", Values.COUNT),
                    Option.of("seed", "S", "1", "what they are drawn from", Values.COUNT),
                    Hypotheses.OPTION,
                    CIRCULAR,
                    PatchMagic.METRIC,
                    PatchMagic.FIRST,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%dose L14.resid_post+=v --doses -4,-2,-1,0,1,2,4 --metric 'logit(\" good\") - logit(\" bad\")'\n"
                    + "The film was\nThe soup tasted",
            "DoseEffect effect = DoseResponse.on(model, model.select(\"L14.resid_post\"), \"v\","
                    + " Steering.on(rec).by(\"mood\").vector()).run(trials)",
            DoseEffect.class);

    private final Workbench workbench;

    DoseMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        List<Edit> edits = Edits.ofWords(call.words("SITE+=VECTOR"), workbench, model, session);
        if (edits.size() != 1 || !(edits.get(0).change() instanceof Inject inject)) {
            throw new UsageException(
                    "%%dose takes one vector at one site, and got '" + String.join(" ", call.words("SITE+=VECTOR"))
                            + "'.",
                    "L14.resid_post+=v, where v is a variable with a vector, such as %steer makes");
        }
        if (inject.factor() != 1) {
            throw new UsageException(
                    "%%dose takes the vector itself, and got " + inject.factor() + " times it.",
                    "L14.resid_post+=v; how much of it is what --doses says");
        }
        Metric plain = Metric.parse(call.option("metric").orElseThrow());
        Metric metric = call.has("first") ? plain.first() : plain;
        Trials trials = Stimuli.of(call, session, model);
        DoseResponse experiment = DoseResponse.on(model, edits.get(0).where(), inject.name(), inject.vector())
                .tokens(edits.get(0).tokens())
                .doses(doses(call.option("doses").orElseThrow()))
                .random(call.count("random").orElseThrow())
                .seed(call.count("seed").orElseThrow())
                .metric(metric)
                .learntFrom(Found.from(edits, session))
                .neutral(neutral())
                .progress(session.progress());
        experiment = call.has("circular") ? experiment.circular() : experiment;
        Optional<Preregistration> expected = workbench.hypotheses().expected(call);
        return (expected.isPresent() ? experiment.hypothesis(expected.get()) : experiment).run(trials);
    }

    /** Sentences that have nothing to do with any task. */
    static List<String> neutral() {
        return Task.neutralText().trials().items().stream()
                .map(Trials.Item::prompt)
                .toList();
    }

    private static double[] doses(String typed) {
        try {
            return Arrays.stream(typed.split(","))
                    .mapToDouble(d -> Double.parseDouble(d.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UsageException("--doses of %%dose is '" + typed + "'.", "numbers with commas: -4,-2,-1,0,1,2,4");
        }
    }
}
