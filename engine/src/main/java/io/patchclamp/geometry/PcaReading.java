package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;

/**
 * Principal components of a population: of single trials at one site, or of condition means on their way through sites or offsets.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param steps the sites or offsets; one for single trials
 * @param column what a condition is, if one was named
 * @param conditions its values; one without a name where none was
 * @param of one a trial of the responses: its condition, or -1
 * @param variances of each component, descending
 * @param participation over how many axes the variance is spread: (Σλ)² / Σλ²
 * @param held one a component: the share of variance in left-out trials that the axes up to it hold, with means and axes
 *     of the others; empty where trials cannot be parted
 * @param axes {@code [component, unit]}
 * @param scores {@code [trial, component]} at one site; {@code [condition × step, component]} through several, step by
 *     step within a condition
 * @param notes what should be known before it is believed
 */
public record PcaReading(
        Provenance provenance,
        Course course,
        List<String> steps,
        Optional<String> column,
        List<String> conditions,
        List<Integer> of,
        List<Double> variances,
        double participation,
        List<Double> held,
        NamedArray axes,
        NamedArray scores,
        List<String> notes)
        implements Exportable {
    public PcaReading {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        steps = List.copyOf(steps);
        Objects.requireNonNull(column, "column");
        conditions = List.copyOf(conditions);
        of = List.copyOf(of);
        variances = List.copyOf(variances);
        held = List.copyOf(held);
        Objects.requireNonNull(axes, "axes");
        Objects.requireNonNull(scores, "scores");
        notes = List.copyOf(notes);
    }

    /**
     * Whether conditions are followed through sites or offsets.
     *
     * @return false where single trials of one site are shown
     */
    public boolean isPath() {
        return steps.size() > 1;
    }

    /**
     * How much of the variance a component has.
     *
     * @param component from 0
     * @return a share, 0 to 1
     */
    public double share(int component) {
        double total = variances.stream().mapToDouble(v -> v).sum();
        return total > 0 ? variances.get(component) / total : Double.NaN;
    }

    /**
     * {@code variance [component]}, {@code participation_ratio [1]}, {@code axes [component, unit]}, {@code scores
     * [trial, component]} or {@code paths [condition, step, component]}, {@code condition [trial]}, and {@code held_out
     * [component]} where trials can be parted.
     */
    @Override
    public List<ResultArray> exported() {
        List<ResultArray> all = new ArrayList<>();
        ResultArray variance = ResultArray.floats("variance", variances.size());
        for (int k = 0; k < variances.size(); k++) {
            variance.put(variances.get(k), k);
        }
        ResultArray ratio = ResultArray.floats("participation_ratio", 1);
        ratio.put(participation, 0);
        all.addAll(List.of(variance, ratio, ResultArray.of("axes", axes)));
        all.add(
                isPath()
                        ? new ResultArray(
                                "paths",
                                new int[] {conditions.size(), steps.size(), scores.shape()[1]},
                                scores.toArray())
                        : ResultArray.of("scores", scores));
        all.add(Tables.ids("condition", of));
        if (!held.isEmpty()) {
            ResultArray out = ResultArray.floats("held_out", held.size());
            for (int k = 0; k < held.size(); k++) {
                out.put(held.get(k), k);
            }
            all.add(out);
        }
        return all;
    }
}
