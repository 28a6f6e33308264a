package io.patchclamp.lesion;

import java.util.List;
import java.util.Objects;

import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
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
 */
public record Dissociated(
        Provenance provenance,
        Dissociation asked,
        List<Task> tasks,
        List<List<Double>> effects,
        TestResult interaction,
        List<TestResult> within,
        boolean crossed,
        List<String> notes)
        implements Exportable {
    public Dissociated {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(asked, "asked");
        tasks = List.copyOf(tasks);
        effects = effects.stream().map(List::copyOf).toList();
        Objects.requireNonNull(interaction, "interaction");
        within = List.copyOf(within);
        notes = List.copyOf(notes);
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
