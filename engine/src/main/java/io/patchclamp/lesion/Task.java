package io.patchclamp.lesion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;

/**
 * Something a model does, measured: what a lesion is meant to hurt, or not to.
 *
 * @param name what it is called in reports
 * @param trials its stimuli
 * @param metric what is measured after each
 */
public record Task(String name, Trials trials, Metric metric) {
    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(trials, "trials");
        Objects.requireNonNull(metric, "metric");
    }

    /**
     * Reading neutral text: forty-eight English sentences written for Patchclamp, each a trial, six of each of eight kinds
     * (story, news, science, instruction, dialogue, description, argument, letter), measured by {@code loss}. A lesion that
     * raises it a lot shows damage and not function.
     *
     * @return the task, its kinds in the column {@code kind}
     */
    public static Task neutralText() {
        return new Task("neutral text", read("neutral.txt"), Metric.parse("loss"));
    }

    /**
     * Going on with sequences everyone knows: days, months, numbers, letters, colours; measured by the log-probability of
     * the next one. Where its answer is no single token for this model, a sequence is left out.
     *
     * @param model whose tokenizer
     * @return the task, of twenty-four sequences at most; empty if no sequence can be asked
     */
    public static Optional<Task> sequences(Model model) {
        List<Trials.Item> items = read("sequences.txt").items().stream()
                .filter(i -> answerable(model, i.columns().get("answer")))
                .toList();
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new Task("sequences", new Trials(items), Metric.parse("logprob(answer)")));
    }

    private static Trials read(String name) {
        try (InputStream in = Task.class.getResourceAsStream(name)) {
            return Trials.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static boolean answerable(Model model, String answer) {
        try {
            Metric.parse("logit(answer)")
                    .evaluate(
                            Reading.of(new float[model.config().vocabulary()]),
                            model.tokenizer(),
                            Map.of("answer", answer));
            return true;
        } catch (PatchclampException e) {
            return false;
        }
    }
}
