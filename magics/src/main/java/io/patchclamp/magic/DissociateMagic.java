package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Ablate;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.lesion.Dissociation;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.trial.Trials;

/** {@code %%dissociate}. */
final class DissociateMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "dissociate",
            Kind.EITHER,
            "Whether two sets of units do different things: each removed in two tasks, and the interaction tested.",
            List.of(
                    Argument.word(
                            "FIRST",
                            "a set of units: @NAME, a variable with what %localize found; or a selector",
                            Values.SELECTOR),
                    Argument.word("SECOND", "the set that it is held against", Values.SELECTOR)),
            List.of(
                    Option.of(
                            "by",
                            "COLUMN",
                            "task",
                            "the column that says which task a trial belongs to; the first set's task is met first",
                            Values.TEXT),
                    Option.of(
                            "mode",
                            "MODE",
                            "zero",
                            "what is put in the units' place: zero, mean, mean-by-position, resample",
                            Values.TEXT),
                    Option.of(
                            "bound",
                            "X",
                            "",
                            "the smallest effect that would matter: is what a set does to the other's task below it?",
                            Values.NUMBER),
                    Option.of("seed", "S", "1", "what resampling is drawn from", Values.COUNT),
                    Hypotheses.OPTION,
                    new Option(
                            "metric",
                            "M",
                            "kl",
                            "what is measured, as %%lesion takes it; a second one is for the second task",
                            true,
                            Values.TEXT),
                    PatchMagic.FIRST,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%dissociate L28.mlp.neurons[0..9] L29.mlp.neurons[0..9]\n"
                    + "prompt | task\nHello, I am your | greeting\nGood morning, my | greeting\n"
                    + "one, two, three, | counting\nfour, five, six, | counting",
            "UnitSet a = UnitSet.named(model.select(\"L28.mlp.neurons[0..9]\"));"
                    + " UnitSet b = UnitSet.named(model.select(\"L29.mlp.neurons[0..9]\"));"
                    + " Dissociated found = new Dissociation(a, b, Ablate.Mode.ZERO)"
                    + ".run(model, new Task(\"one\", trials, Metric.parse(\"kl\")), Task.neutralText())",
            Dissociated.class);

    private final Workbench workbench;

    DissociateMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        List<Ablate.Mode> modes = LesionMagic.modes(call);
        if (modes.size() != 1) {
            throw new UsageException(
                    "%%dissociate removes in one way, and got " + modes.size() + " modes.", "one mode, such as mean");
        }
        call.number("bound").ifPresent(Dissociated::requireBound);
        Trials trials = Stimuli.of(call, session, model);
        UnitSet first = set(call, "FIRST", trials, session, model);
        UnitSet second = set(call, "SECOND", trials, session, model);
        List<Task> tasks = tasks(call, trials);
        Optional<Preregistration> expected = workbench.hypotheses().expected(call);
        Dissociated found = new Dissociation(first, second, modes.get(0))
                .run(
                        model,
                        tasks.get(0),
                        tasks.get(1),
                        expected,
                        call.count("seed").orElseThrow(),
                        session.progress());
        return call.number("bound").map(found::bounded).orElse(found);
    }

    private UnitSet set(MagicCall call, String argument, Trials trials, Session session, Model model) {
        return UnitChoice.removed(call.argument(argument).orElseThrow(), trials, session, workbench, model);
    }

    /** The trials of each of the two values of a column, in the order they are met. */
    private static List<Task> tasks(MagicCall call, Trials trials) {
        String by = call.option("by").orElseThrow();
        if (!trials.columns().contains(by)) {
            throw new UsageException(
                    "%%dissociate needs two tasks, and the trials have no column '" + by + "'.",
                    "a header such as prompt | task"
                            + (trials.columns().isEmpty() ? "" : "; or --by one of " + trials.columns()));
        }
        List<String> names =
                trials.items().stream().map(i -> i.columns().get(by)).distinct().toList();
        if (names.size() != 2) {
            throw new UsageException(
                    "%%dissociate takes two tasks, and '" + by + "' has " + names.size() + ": "
                            + names.subList(0, Math.min(8, names.size())) + ".",
                    "trials of two tasks");
        }
        List<Metric> metrics = metrics(call);
        return List.of(
                task(names.get(0), by, trials, metrics.get(0)),
                task(names.get(1), by, trials, metrics.get(metrics.size() - 1)));
    }

    private static List<Metric> metrics(MagicCall call) {
        List<String> typed =
                call.values("metric").isEmpty() ? List.of(call.option("metric").orElseThrow()) : call.values("metric");
        if (typed.size() > 2) {
            throw new UsageException(
                    "%%dissociate has two tasks, and got " + typed.size() + " metrics.",
                    "one --metric for both tasks, or one for each");
        }
        return typed.stream()
                .map(Metric::parse)
                .map(m -> call.has("first") ? m.first() : m)
                .toList();
    }

    private static Task task(String name, String by, Trials trials, Metric metric) {
        return new Task(
                name,
                new Trials(trials.items().stream()
                        .filter(i -> name.equals(i.columns().get(by)))
                        .toList()),
                metric);
    }
}
