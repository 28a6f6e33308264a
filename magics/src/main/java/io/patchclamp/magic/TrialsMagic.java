package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.sweep.Answers;
import io.patchclamp.trial.Reason;
import io.patchclamp.trial.Screened;
import io.patchclamp.trial.Split;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.trial.Trials;

/** {@code %%trials}. */
final class TrialsMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "trials",
            Kind.EITHER,
            "A table of stimuli before anything is recorded: their events in tokens, balance, halves, and what is left out.",
            List.of(),
            List.of(
                    Cuts.WHERE,
                    Option.flag("single-token", "leaves out trials whose event is not one token of its own"),
                    Option.of("max-tokens", "N", "", "leaves out longer prompts", Values.COUNT),
                    Option.of(
                            "correct",
                            "METRIC",
                            "",
                            "leaves out trials that the model answers wrong: where the metric is not above 0",
                            Values.TEXT),
                    Option.flag("collapse", "keeps one of each repeated prompt; a model has no noise, n is stimuli"),
                    Option.of("balance", "COLUMN,…", "", "counts the trials of each combination of these", Values.TEXT),
                    Option.of(
                            "split",
                            "COLUMN,…",
                            "",
                            "two halves, S and T, that share no value of these, such as template or noun",
                            Values.TEXT),
                    Option.of("seed", "S", "1", "what halves are drawn from", Values.COUNT),
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%trials --balance number --as sheet\nprompt | number\nThe [[dog]] | sg\nThe [[dogs]] | pl",
            "TrialSheet sheet = TrialSheet.of(trials.screen(), Optional.of(model), List.of(\"number\"), Optional.empty())",
            TrialSheet.class);

    private final Workbench workbench;

    TrialsMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        boolean asked = call.has("single-token")
                || call.has("max-tokens")
                || call.has("correct")
                || call.has("chat")
                || call.has("model");
        Optional<Model> model = asked ? Optional.of(workbench.model(call, session)) : workbench.current();
        Trials trials = Stimuli.of(call, session, model.orElse(null));
        Screened screened = call.has("collapse") ? trials.collapsed() : trials.screen();
        if (call.option("where").isPresent()) {
            screened = screened.where(call.option("where").get());
        }
        if (call.has("single-token")) {
            screened = screened.singleToken(model.orElseThrow());
        }
        if (call.count("max-tokens").isPresent()) {
            screened = screened.atMost(
                    model.orElseThrow(), call.count("max-tokens").get());
        }
        if (call.option("correct").isPresent()) {
            screened = answered(
                    screened, model.orElseThrow(), call.option("correct").get(), session);
        }
        Trials left = screened.trials();
        long seed = call.count("seed").orElseThrow();
        Optional<Split> split = call.option("split").map(columns -> left.split(list(columns), 0.5, seed));
        List<String> crossed = call.option("balance").map(TrialsMagic::list).orElse(List.of());
        return TrialSheet.of(screened, model, crossed, split);
    }

    private static Screened answered(Screened screened, Model model, String metric, Session session) {
        Answers answers = Answers.of(model, screened.trials(), Metric.parse(metric), session.progress());
        java.util.Map<Integer, String> wrong = new java.util.LinkedHashMap<>();
        answers.wrong().forEach((trial, said) -> wrong.put(screened.numbers().get(trial), said));
        return wrong.isEmpty() ? screened : screened.drop(Reason.WRONG_ANSWER, wrong);
    }

    private static List<String> list(String typed) {
        return Arrays.stream(typed.split(",")).map(String::strip).toList();
    }
}
