package io.patchclamp.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.generate.Prompts;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.trial.Trials;

/**
 * A metric of each trial as it is, nothing removed or added: what the model answers. Above 0 counts as right, so a metric is
 * a difference, such as {@code logit(right) - logit(wrong)}.
 *
 * @param provenance how it was made
 * @param metric what was measured
 * @param trials the stimuli
 * @param values {@code [trial]}
 */
public record Answers(Provenance provenance, Metric metric, Trials trials, NamedArray values) implements Exportable {
    public Answers {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(trials, "trials");
        Objects.requireNonNull(values, "values");
    }

    /**
     * Asks the model. Cost: one pass a trial.
     *
     * @param model who answers
     * @param trials the stimuli
     * @param metric what is measured after each prompt
     * @param progress counts trials
     * @return the answers
     * @throws io.patchclamp.fault.PatchclampException if a prompt is empty or does not fit, or the metric names no token
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public static Answers of(Model model, Trials trials, Metric metric, Progress progress) {
        List<Tokens> prompts = Prompts.all(model, trials);
        Readout readout = new Readout(model, metric, false, trials, prompts);
        double[] values = new double[trials.count()];
        for (int t = 0; t < values.length; t++) {
            values[t] = readout.unedited(t);
            progress.at("asking", t + 1L, values.length, "trials");
        }
        Provenance made = model.provenance().with("metric", metric.toString());
        return new Answers(made, metric, trials, CellArrays.trialAxis(values));
    }

    /**
     * How many answers are right.
     *
     * @return trials whose metric is above 0
     */
    public int right() {
        return trials.count() - wrong().size();
    }

    /**
     * Which answers are wrong, and by how much.
     *
     * @return what the metric was, by the trial's number, from 0
     */
    public Map<Integer, String> wrong() {
        Map<Integer, String> wrong = new LinkedHashMap<>();
        for (int t = 0; t < trials.count(); t++) {
            if (!(values.get(t) > 0)) {
                wrong.put(t, String.format(Locale.ROOT, "%s = %.3f", metric, values.get(t)));
            }
        }
        return wrong;
    }

    /** {@code answer [trial]}, the metric. */
    @Override
    public List<ResultArray> exported() {
        return List.of(ResultArray.of("answer", values));
    }

    @Override
    public String toString() {
        return right() + " of " + trials.count() + " trials are answered right (" + metric + " above 0)";
    }
}
