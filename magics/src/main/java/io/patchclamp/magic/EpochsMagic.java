package io.patchclamp.magic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.sweep.Answers;
import io.patchclamp.trial.Reason;

/** {@code %epochs}. */
final class EpochsMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "epochs",
            Kind.LINE,
            "Trials aligned to their event: which tokens, with how many trials at each offset, and which trials are left out.",
            List.of(Cuts.NAME),
            List.of(
                    Option.of("at", "SEL", "", "only these of the recorded sites and units", Values.SELECTOR),
                    Cuts.CIRCULAR,
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Option.of(
                            "correct",
                            "METRIC",
                            "",
                            "leaves out trials that the model answers wrong: where the metric is not above 0",
                            Values.TEXT),
                    Option.of(
                            "baseline",
                            "a..b",
                            "",
                            "takes from each trial its mean at these offsets before the event",
                            Values.TEXT),
                    Option.of(
                            "zscore",
                            "EXPRESSION",
                            "",
                            "in standard deviations, fitted on the trials that meet this, such as \"half == 'S'\"",
                            Values.TEXT),
                    Option.of(
                            "pairs",
                            "COLUMN",
                            "",
                            "checks that the two trials of each of its values are a minimal pair: the same to the bit"
                                    + " before they differ",
                            Values.COLUMN),
                    Cuts.WHERE,
                    MagicSpec.MODEL),
            "%epochs rec --window -4..2 --baseline -4..-2 --as ep",
            "Epochs ep = Epochs.of(rec, Window.eventLast(-4, 2)).baseline(-4, -2)",
            Epochs.class);

    private final Workbench workbench;

    EpochsMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Epochs epochs = Cuts.of(call, session, workbench);
        if (call.option("correct").isPresent()) {
            epochs = answered(epochs, call, session);
        }
        if (call.option("pairs").isPresent()) {
            Epochs asked = call.option("where").map(epochs::where).orElse(epochs);
            epochs = asked.checkedPairs(call.option("pairs").get());
        }
        if (call.option("baseline").isPresent()) {
            int[] ends = Cuts.offsets("baseline", call.option("baseline").get(), "--baseline -4..-2");
            epochs = epochs.baseline(ends[0], ends[1]);
        }
        if (call.option("zscore").isPresent()) {
            String fitted = call.option("zscore").get();
            epochs = epochs.scaled(epochs.where(fitted).scaling(fitted));
        }
        return call.option("where").map(epochs::where).orElse(epochs);
    }

    private Epochs answered(Epochs epochs, MagicCall call, Session session) {
        Metric metric = Metric.parse(call.option("correct").orElseThrow());
        Answers answers = Answers.of(workbench.model(call, session), epochs.trials(), metric, session.progress());
        Map<Integer, String> wrong = new LinkedHashMap<>();
        answers.wrong().forEach((trial, said) -> wrong.put(epochs.numbers().get(trial), said));
        return wrong.isEmpty() ? epochs : epochs.drop(Reason.WRONG_ANSWER, wrong);
    }
}
