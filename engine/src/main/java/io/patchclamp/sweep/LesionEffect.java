package io.patchclamp.sweep;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.trial.Trials;

/**
 * What removing each cell does to each trial.
 *
 * @param provenance how it was made
 * @param metric what was measured
 * @param trials the stimuli
 * @param cells what was removed, one at a time
 * @param baseline {@code [trial]}, the metric with nothing removed
 * @param effect {@code [cell, trial]}, the metric with the cell removed minus the baseline
 * @param warnings what should be known before it is believed
 */
public record LesionEffect(
        Provenance provenance,
        Metric metric,
        Trials trials,
        List<Cell> cells,
        NamedArray baseline,
        NamedArray effect,
        List<String> warnings)
        implements Exportable {
    /** Mean effects up to this, in the metric's unit, are the round-off of batches, and have no order. */
    public static final double ROUND_OFF = 1e-5;

    public LesionEffect {
        Objects.requireNonNull(provenance, "provenance");
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    /**
     * The same under a provenance that says more, such as that it is circular.
     *
     * @param changed how it was made
     * @return a changed copy of the same numbers
     */
    public LesionEffect under(Provenance changed) {
        return new LesionEffect(changed, metric, trials, cells, baseline, effect, warnings);
    }

    /**
     * A cell's effect, averaged over trials.
     *
     * @param cell its number
     * @return in the metric's units
     */
    public double mean(int cell) {
        double sum = 0;
        for (int t = 0; t < trials.count(); t++) {
            sum += effect.get(cell, t);
        }
        return sum / trials.count();
    }

    /**
     * {@code effect [cell, trial]}, {@code baseline [trial]}, and {@code cells [cell, 3]}: layer, unit and token of each
     * cell, -1 where it is the whole.
     */
    @Override
    public List<ResultArray> exported() {
        return List.of(ResultArray.of("effect", effect), ResultArray.of("baseline", baseline), CellArrays.of(cells));
    }
}
