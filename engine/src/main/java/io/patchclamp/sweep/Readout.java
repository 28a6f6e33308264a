package io.patchclamp.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.trial.Trials;

/**
 * Where and how a sweep reads its metric.
 *
 * @param model who is read
 * @param metric what is measured
 * @param atEvent whether it is read at the last token of each trial's event, and not of its prompt
 * @param trials the stimuli
 * @param prompts their tokens, one a trial
 */
record Readout(Model model, Metric metric, boolean atEvent, Trials trials, List<Tokens> prompts) {
    /** The position the metric is read at comes last; a loss needs all of them before. */
    int[] positions(int trial) {
        int at = position(trial);
        if (!metric.needsLoss()) {
            return new int[] {at};
        }
        if (atEvent) {
            throw new PatchclampException(
                    "'loss' is over the whole prompt; it cannot be read at the event.", "the metric without loss");
        }
        return IntStream.rangeClosed(0, at).toArray();
    }

    /** The metric of the trial as it is. */
    double unedited(Trace trace, int trial) {
        int[] positions = positions(trial);
        float[][] logits = new float[positions.length][];
        Variant asItIs = new Variant(List.of(), Integer.MAX_VALUE);
        trace.run(List.of(asItIs), positions, (i, read) -> System.arraycopy(read, 0, logits, 0, read.length));
        Arrays.stream(logits).forEach(Reading::numbers);
        return value(logits, trace, trial);
    }

    /** The same from a pass that is not kept, where the metric reads no more than the end. */
    double unedited(int trial) {
        int[] tokens = prompts.get(trial).toArray();
        if (metric.needsLoss() || position(trial) != tokens.length - 1) {
            try (Trace trace = model.trace(tokens)) {
                return unedited(trace, trial);
            }
        }
        float[][] logits = model.read(new int[][] {tokens}, List.of(), List.of());
        Reading.numbers(logits[0]);
        return value(logits, () -> logits[0], trial);
    }

    /** The metric of what was read at those positions. */
    double value(float[][] logits, Trace trace, int trial) {
        return value(logits, () -> trace.logits(position(trial)), trial);
    }

    private double value(float[][] logits, Supplier<float[]> baseline, int trial) {
        Reading reading = Reading.of(logits[logits.length - 1]);
        if (metric.needsBaseline()) {
            reading = reading.withBaseline(baseline.get());
        }
        if (metric.needsLoss()) {
            reading = reading.withLoss(Reading.loss(logits, prompts.get(trial).toArray()));
        }
        return metric.evaluate(
                reading, model.tokenizer(), trials.items().get(trial).columns());
    }

    private int position(int trial) {
        Tokens prompt = prompts.get(trial);
        return atEvent ? Events.lastToken(trials.items().get(trial), prompt) : prompt.count() - 1;
    }
}
