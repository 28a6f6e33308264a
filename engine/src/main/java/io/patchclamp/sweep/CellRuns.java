package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Receipt;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.Trace;
import io.patchclamp.model.Variant;
import io.patchclamp.model.VariantRuns;
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
    /** Trials with few cells run together, so that the model has enough to compute at once. */
    private static final int CELLS_AT_ONCE = 256;

    /**
     * What came out.
     *
     * @param baseline the metric of the unedited trials, {@code [trial]}
     * @param values the metric under each cell, {@code [cell][trial]}
     * @param warnings what should be known before it is believed
     */
    record Result(double[] baseline, double[][] values, List<String> warnings) {}

    Result run(Trials trials, List<Tokens> prompts, List<Cell> cells) {
        Readout readout = new Readout(model, metric, atEvent, trials, prompts);
        double[] baseline = new double[trials.count()];
        double[][] values = new double[cells.size()][trials.count()];
        List<String> idle = new ArrayList<>();
        List<Trace> traces = model.traces(prompts.stream().map(Tokens::toArray).toList());
        try {
            for (int t = 0; t < trials.count(); t++) {
                baseline[t] = readout.unedited(traces.get(t), t);
            }
            for (int first = 0; first < cells.size(); first += TOGETHER) {
                List<Cell> part = cells.subList(first, Math.min(cells.size(), first + TOGETHER));
                List<Intervention> bound = part.stream()
                        .map(c -> Intervention.of(model, c.edits(), trials, prompts, 0))
                        .toList();
                run(readout, traces, bound, first, values);
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
        List<String> warnings = new ArrayList<>(CellArrays.idle(idle, cells.size(), "cells"));
        warnings.addAll(CellArrays.notNumbers(cells, values));
        return new Result(baseline, values, warnings);
    }

    /** Trials of one length follow each other: these the model can run side by side. */
    private void run(Readout readout, List<Trace> traces, List<Intervention> bound, int first, double[][] values) {
        int count = traces.size();
        List<Integer> byLength = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(t -> readout.prompts().get(t).count()))
                .toList();
        int atOnce = Math.max(1, CELLS_AT_ONCE / bound.size());
        long[] done = {(long) first * count};
        for (int from = 0; from < count; from += atOnce) {
            List<VariantRuns> runs = new ArrayList<>();
            for (int t : byLength.subList(from, Math.min(count, from + atOnce))) {
                Trace trace = traces.get(t);
                runs.add(new VariantRuns(trace, variants(bound, t), readout.positions(t), (i, logits) -> {
                    values[first + i][t] = readout.value(logits, trace, t);
                    done[0]++;
                    progress.at("sweeping", done[0], (long) values.length * count, "cells");
                }));
            }
            model.run(runs);
        }
    }

    private static List<Variant> variants(List<Intervention> bound, int trial) {
        return bound.stream()
                .map(cell ->
                        new Variant(cell.writes(trial), cell.firstToken(trial).orElse(Integer.MAX_VALUE)))
                .toList();
    }

    private static boolean idle(Receipt receipt) {
        return receipt.changed() == 0;
    }
}
