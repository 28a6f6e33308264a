package io.patchclamp.lesion;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Equivalence;
import io.patchclamp.stats.TestResult;

/**
 * What removing two sets did to two tasks.
 *
 * @param provenance how it was made
 * @param asked the two sets
 * @param tasks the two tasks
 * @param effects one a pair and trial: first set on first task, second on first, first on second, second on second
 * @param interaction whether the difference between the lesions differs between the tasks
 * @param within whether the lesions differ on the first task, and on the second
 * @param crossed whether the first lesion does more in one task and the second in the other
 * @param notes what should be known before it is believed
 * @param bound the smallest effect that would matter, if it was stated
 */
public record Dissociated(
        Provenance provenance,
        Dissociation asked,
        List<Task> tasks,
        List<List<Double>> effects,
        TestResult interaction,
        List<TestResult> within,
        boolean crossed,
        List<String> notes,
        OptionalDouble bound)
        implements Exportable {
    public Dissociated {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(asked, "asked");
        tasks = List.copyOf(tasks);
        effects = effects.stream().map(List::copyOf).toList();
        Objects.requireNonNull(interaction, "interaction");
        within = List.copyOf(within);
        notes = List.copyOf(notes);
        Objects.requireNonNull(bound, "bound");
    }

    /**
     * Effects without a bound below which they would not matter.
     *
     * @param provenance how it was made
     * @param asked the two sets
     * @param tasks the two tasks
     * @param effects one a pair and trial, as {@link #effects} has them
     * @param interaction whether the difference between the lesions differs between the tasks
     * @param within whether the lesions differ on the first task, and on the second
     * @param crossed whether the first lesion does more in one task and the second in the other
     * @param notes what should be known before it is believed
     */
    public Dissociated(
            Provenance provenance,
            Dissociation asked,
            List<Task> tasks,
            List<List<Double>> effects,
            TestResult interaction,
            List<TestResult> within,
            boolean crossed,
            List<String> notes) {
        this(provenance, asked, tasks, effects, interaction, within, crossed, notes, OptionalDouble.empty());
    }

    /**
     * Refuses what is no bound, before anything is measured.
     *
     * @param smallest in the metrics' unit
     * @throws PatchclampException if it does not lie above 0
     */
    public static void requireBound(double smallest) {
        if (!(smallest > 0)) {
            throw new PatchclampException(
                    "The smallest effect that would matter lies above 0, and got " + smallest + ".",
                    "--bound 0.5, in the unit of the metric");
        }
    }

    /**
     * The same with a bound: an effect below it would not matter.
     *
     * @param smallest in the metrics' unit, stated before the data
     * @return a changed copy, whose {@link #spared} can be asked
     */
    public Dissociated bounded(double smallest) {
        requireBound(smallest);
        return new Dissociated(
                provenance.with("bound", String.valueOf(smallest)),
                asked,
                tasks,
                effects,
                interaction,
                within,
                crossed,
                notes,
                OptionalDouble.of(smallest));
    }

    /**
     * Whether each lesion leaves the other's task alone: its effect there is smaller than the bound, which a p that is not
     * small does not say.
     *
     * @return equivalence tests: the first set on the second task, the second set on the first; none without a bound, or
     *     where all items have the same effect
     */
    public List<TestResult> spared() {
        return bound.isEmpty()
                ? List.of()
                : Stream.of(2, 1)
                        .map(effects::get)
                        .filter(e -> e.stream().distinct().count() > 1)
                        .map(e -> Equivalence.paired(
                                e.stream().mapToDouble(Double::doubleValue).toArray(),
                                -bound.getAsDouble(),
                                bound.getAsDouble()))
                        .toList();
    }

    /**
     * Whether it is a double dissociation: the lines cross, and both differences hold at a level.
     *
     * @param alpha the level, such as 0.05
     * @return true if so
     */
    public boolean isDouble(double alpha) {
        return crossed && within.stream().allMatch(w -> w.p() <= alpha);
    }

    /** {@code effect_first_task [set, trial]} and {@code effect_second_task [set, trial]}. */
    @Override
    public List<ResultArray> exported() {
        return List.of(array("effect_first_task", 0), array("effect_second_task", 2));
    }

    private ResultArray array(String name, int from) {
        ResultArray out = ResultArray.floats(name, 2, effects.get(from).size());
        for (int set = 0; set < 2; set++) {
            List<Double> row = effects.get(from + set);
            for (int t = 0; t < row.size(); t++) {
                out.put(row.get(t), set, t);
            }
        }
        return out;
    }
}
