package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** In which order a column's conditions stand, in every picture and table: a number line where they are numbers. */
public final class Levels {
    private Levels() {}

    /**
     * The values there are, each once.
     *
     * @param cells a column's cells, trial by trial
     * @return by size where all that are not empty are numbers, the empty one last; else in the order they are first met
     */
    public static List<String> inOrder(Collection<String> cells) {
        List<String> levels = new ArrayList<>(new LinkedHashSet<>(cells));
        boolean numbers = levels.stream()
                .allMatch(l -> l.isEmpty() || Expression.Value.read(l).isPresent());
        if (numbers) {
            levels.sort(Comparator.comparingDouble(l -> Expression.Value.read(l).orElse(Double.POSITIVE_INFINITY)));
        }
        return levels;
    }
}
