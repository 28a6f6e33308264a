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
 * What putting the clean run's activations into the corrupt run does, cell by cell.
 *
 * @param provenance how it was made
 * @param metric what was measured
 * @param trials the pairs; their prompts are the corrupt texts
 * @param site what was patched, such as {@code attn.z}
 * @param columns what the second axis is: the tokens of the first corrupt text, or the heads
 * @param cells row by row
 * @param clean {@code [trial]}, the metric of the clean text
 * @param corrupt {@code [trial]}, the metric of the corrupt text, unpatched
 * @param effect {@code [layer, token]}, {@code [layer, head]} or {@code [layer]}: the metric with the cell patched minus
 *     that of the corrupt run, mean over trials
 * @param effects the same trial by trial, with {@code trial} as the first axis
 * @param warnings what should be known before it is believed
 */
public record PatchGrid(
        Provenance provenance,
        Metric metric,
        Trials trials,
        String site,
        List<String> columns,
        List<Cell> cells,
        NamedArray clean,
        NamedArray corrupt,
        NamedArray effect,
        NamedArray effects,
        List<String> warnings)
        implements Exportable {
    public PatchGrid {
        Objects.requireNonNull(provenance, "provenance");
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    /**
     * How much of the way from corrupt to clean each cell goes: 0 is nothing, 1 is all of it.
     *
     * @return the mean effect divided by the mean of clean minus corrupt, same axes as {@link #effect}; NaN where clean
     *     and corrupt do not differ
     */
    public NamedArray recovered() {
        return CellArrays.recovered(effect, clean, corrupt);
    }

    /**
     * {@code effect} and {@code recovered [layer, token or head]}, {@code effects} with {@code trial} before them,
     * {@code clean} and {@code corrupt [trial]}, and {@code cells [cell, 3]}: layer, head and token, -1 for all.
     */
    @Override
    public List<ResultArray> exported() {
        return List.of(
                ResultArray.of("effect", effect),
                ResultArray.of("recovered", recovered()),
                ResultArray.of("effects", effects),
                ResultArray.of("clean", clean),
                ResultArray.of("corrupt", corrupt),
                CellArrays.of(cells));
    }
}
