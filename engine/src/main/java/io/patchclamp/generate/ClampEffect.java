package io.patchclamp.generate;

import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Receipt;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/**
 * What forcing some units changed, trial by trial, each trial its own baseline.
 *
 * @param provenance how it was made
 * @param metric what was measured, at the last token of the prompt
 * @param edits what was forced, one line each
 * @param rows one a trial, in order
 * @param receipts what each edit did while the prompt was read and, if text was asked for, while the model spoke
 */
public record ClampEffect(
        Provenance provenance, Metric metric, List<String> edits, List<Row> rows, List<Receipt> receipts) {
    public ClampEffect {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(metric, "metric");
        edits = List.copyOf(edits);
        rows = List.copyOf(rows);
        receipts = List.copyOf(receipts);
    }

    /**
     * One trial, before and after.
     *
     * @param item the stimulus
     * @param baseline the metric without edits
     * @param clamped the metric with them
     * @param effect clamped minus baseline
     * @param currents what each unit was moved by while the prompt was read
     * @param topBefore the five most probable next tokens without edits
     * @param topAfter the five most probable next tokens with them
     * @param textBefore the continuation without edits; empty if none was asked for
     * @param textAfter the continuation with them; empty if none was asked for
     */
    public record Row(
            Trials.Item item,
            double baseline,
            double clamped,
            double effect,
            List<Receipt.Current> currents,
            List<Candidate> topBefore,
            List<Candidate> topAfter,
            String textBefore,
            String textAfter) {
        public Row {
            currents = List.copyOf(currents);
            topBefore = List.copyOf(topBefore);
            topAfter = List.copyOf(topAfter);
        }
    }

    /**
     * The mean effect over trials.
     *
     * @return in the metric's unit
     */
    public double meanEffect() {
        return rows.stream().mapToDouble(Row::effect).average().orElse(Double.NaN);
    }
}
