package io.patchclamp.lesion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.trial.Trials;

/**
 * Something a model does, measured: what a lesion is meant to hurt, or not to.
 *
 * @param name what it is called in reports
 * @param trials its stimuli
 * @param metric what is measured after each
 */
public record Task(String name, Trials trials, Metric metric) {
    private static final List<String> SEQUENCES = List.of(
            "Monday, Tuesday, Wednesday,| Thursday",
            "January, February, March,| April",
            "one, two, three,| four",
            "spring, summer, autumn,| winter",
            "1, 2, 3, 4,| 5",
            "A, B, C, D,| E",
            "first, second, third,| fourth",
            "red, orange, yellow,| green");

    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(trials, "trials");
        Objects.requireNonNull(metric, "metric");
    }

    /**
     * Reading neutral text: nine English sentences that come with us, each a trial, measured by {@code loss}. A lesion
     * that raises it a lot shows damage and not function.
     *
     * @return the task
     */
    public static Task neutralText() {
        String[] sentences = SampleText.builtIn().get(0).text().strip().split("(?<=[.!?])\\s+");
        return new Task("neutral text", Trials.of(sentences), Metric.parse("loss"));
    }

    /**
     * Going on with sequences everyone knows: days, months, numbers, letters; measured by the log-probability of the next
     * one. Where its answer is no single token for this model, a sequence is left out.
     *
     * @param model whose tokenizer
     * @return the task; empty if no sequence can be asked
     */
    public static Optional<Task> sequences(Model model) {
        Metric metric = Metric.parse("logprob(answer)");
        List<Trials.Item> items = new ArrayList<>();
        for (String sequence : SEQUENCES) {
            String[] parts = sequence.split("\\|");
            if (answerable(model, parts[1])) {
                items.add(new Trials.Item(parts[0], Map.of("answer", parts[1]), Optional.empty()));
            }
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(new Task("sequences", new Trials(items), metric));
    }

    private static boolean answerable(Model model, String answer) {
        try {
            Metric.parse("logit(answer)")
                    .evaluate(
                            io.patchclamp.metric.Reading.of(
                                    new float[model.config().vocabulary()]),
                            model.tokenizer(),
                            Map.of("answer", answer));
            return true;
        } catch (PatchclampException e) {
            return false;
        }
    }
}
