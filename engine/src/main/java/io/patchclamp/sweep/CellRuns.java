package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.progress.Progress;
import io.patchclamp.trial.Trials;

/**
 * Runs every cell on every trial.
 *
 * @param model who is read
 * @param metric what is measured
 * @param atEvent whether it is read at the last token of each trial's event, and not of its prompt
 * @param progress counts cells times trials
 */
record CellRuns(Model model, Metric metric, boolean atEvent, Progress progress) {
    /** So many cells of one trial are bound and run together: what they need is there at once. */
    private static final int TOGETHER = 4096;

    /**
     * What came out.
     *
     * @param baseline the metric of the unedited trials, {@code [trial]}
     * @param values the metric under each cell, {@code [cell][trial]}
     * @param warnings what should be known before it is believed
     */
    record Result(double[] baseline, double[][] values, List<String> warnings) {}

    Result run(Trials trials, List<Tokens> prompts, List<Cell> cells) {
        double[] baseline = new double[trials.count()];
        double[][] values = new double[cells.size()][trials.count()];
        List<String> idle = new ArrayList<>();
        long total = (long) cells.size() * trials.count();
        List<Trace> traces = new ArrayList<>();
        try {
            for (int t = 0; t < trials.count(); t++) {
                Trace trace = model.trace(prompts.get(t).toArray());
                traces.add(trace);
                baseline[t] = value(read(trace, readAt(trials, prompts, t)), trace, trials, prompts, t);
            }
            for (int first = 0; first < cells.size(); first += TOGETHER) {
                List<Cell> part = cells.subList(first, Math.min(cells.size(), first + TOGETHER));
                List<Intervention> bound = part.stream()
                        .map(c -> Intervention.of(model, c.edits(), trials, prompts, 0))
                        .toList();
                for (int t = 0; t < trials.count(); t++) {
                    run(trials, prompts, t, traces.get(t), bound, first, values, total);
                }
                for (int i = 0; i < part.size(); i++) {
                    if (bound.get(i).receipts().stream().allMatch(CellRuns::idle)) {
                        idle.add(part.get(i).name());
                        // Nothing was changed, so nothing changes: what differs is the round-off of other shapes.
                        values[first + i] = baseline.clone();
                    }
                }
            }
        } finally {
            traces.forEach(Trace::close);
        }
        return new Result(baseline, values, warnings(idle, cells.size()));
    }

    private void run(
            Trials trials,
            List<Tokens> prompts,
            int trial,
            Trace trace,
            List<Intervention> bound,
            int first,
            double[][] values,
            long total) {
        List<Variant> variants = new ArrayList<>();
        for (Intervention cell : bound) {
            variants.add(new Variant(cell.writes(trial), cell.firstToken(trial).orElse(Integer.MAX_VALUE)));
        }
        int[] readAt = readAt(trials, prompts, trial);
        long before = (long) first * trials.count() + (long) trial * bound.size();
        long[] done = {0};
        trace.run(variants, readAt, (i, logits) -> {
            values[first + i][trial] = value(logits, trace, trials, prompts, trial);
            done[0]++;
            progress.at("sweeping", before + done[0], total, "cells");
        });
    }

    private double value(float[][] logits, Trace trace, Trials trials, List<Tokens> prompts, int trial) {
        Trials.Item item = trials.items().get(trial);
        int position = position(trials, prompts, trial);
        float[] last = logits[logits.length - 1];
        Reading reading = Reading.of(last);
        if (metric.needsBaseline()) {
            reading = reading.withBaseline(trace.logits(position));
        }
        if (metric.needsLoss()) {
            reading = reading.withLoss(Reading.loss(logits, prompts.get(trial).toArray()));
        }
        return metric.evaluate(reading, model.tokenizer(), item.columns());
    }

    private static float[][] read(Trace trace, int[] positions) {
        float[][] out = new float[positions.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = trace.logits(positions[i]);
        }
        return out;
    }

    /** The position the metric is read at comes last; a loss needs all of them before. */
    private int[] readAt(Trials trials, List<Tokens> prompts, int trial) {
        int at = position(trials, prompts, trial);
        if (!metric.needsLoss()) {
            return new int[] {at};
        }
        if (atEvent) {
            throw new PatchclampException(
                    "'loss' is over the whole prompt; it cannot be read at the event.", "the metric without loss");
        }
        return IntStream.rangeClosed(0, at).toArray();
    }

    private int position(Trials trials, List<Tokens> prompts, int trial) {
        Tokens prompt = prompts.get(trial);
        return atEvent ? Events.lastToken(trials.items().get(trial), prompt) : prompt.count() - 1;
    }

    private static boolean idle(Receipt receipt) {
        return receipt.changed() == 0;
    }

    private static List<String> warnings(List<String> idle, int cells) {
        if (idle.isEmpty()) {
            return List.of();
        }
        String some = String.join(", ", idle.subList(0, Math.min(5, idle.size()))) + (idle.size() > 5 ? ", …" : "");
        return List.of(idle.size() + " of " + cells + " cells changed no number: " + some);
    }
}
