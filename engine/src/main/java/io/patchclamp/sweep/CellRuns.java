package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Receipt;
import io.patchclamp.metric.Metric;
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
        Readout readout = new Readout(model, metric, atEvent, trials, prompts);
        double[] baseline = new double[trials.count()];
        double[][] values = new double[cells.size()][trials.count()];
        List<String> idle = new ArrayList<>();
        long total = (long) cells.size() * trials.count();
        List<Trace> traces = new ArrayList<>();
        try {
            for (int t = 0; t < trials.count(); t++) {
                Trace trace = model.trace(prompts.get(t).toArray());
                traces.add(trace);
                baseline[t] = readout.unedited(trace, t);
            }
            for (int first = 0; first < cells.size(); first += TOGETHER) {
                List<Cell> part = cells.subList(first, Math.min(cells.size(), first + TOGETHER));
                List<Intervention> bound = part.stream()
                        .map(c -> Intervention.of(model, c.edits(), trials, prompts, 0))
                        .toList();
                for (int t = 0; t < trials.count(); t++) {
                    run(readout, t, traces.get(t), bound, first, values, total);
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
        List<String> warnings = new ArrayList<>(CellArrays.idle(idle, cells.size(), "cells"));
        warnings.addAll(CellArrays.notNumbers(cells, values));
        return new Result(baseline, values, warnings);
    }

    private void run(
            Readout readout,
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
        long before = (long) first * readout.trials().count() + (long) trial * bound.size();
        long[] done = {0};
        trace.run(variants, readout.positions(trial), (i, logits) -> {
            values[first + i][trial] = readout.value(logits, trace, trial);
            done[0]++;
            progress.at("sweeping", before + done[0], total, "cells");
        });
    }

    private static boolean idle(Receipt receipt) {
        return receipt.changed() == 0;
    }
}
