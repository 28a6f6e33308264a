package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** In which order a column's conditions stand, in every picture and table: a number line where they are numbers. */
public final class Levels {
    /** So many values are named in a message. */
    private static final int MANY = 8;

    /** One text in so many numbers is a slip; fewer numbers than {@link #LEAST} are none of a column's. */
    private static final int FEW = 9;

    private static final int LEAST = 3;

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

    /** Such as {@code 'cond' is 'animal' or 'tool'}; of many values the first. */
    static String listed(String column, Collection<String> cells) {
        List<String> levels = inOrder(cells);
        return "'" + column + "' is "
                + levels.stream().limit(MANY).map(l -> "'" + l + "'").collect(Collectors.joining(" or "))
                + (levels.size() > MANY ? " or one of " + (levels.size() - MANY) + " others" : "");
    }

    /**
     * Whether a column was meant to be numbers and is not.
     *
     * @param trials whose column
     * @param column its name
     * @return what to say of it, if at least nine in ten cells that are not empty are numbers, or all but one, and not all
     */
    public static Optional<String> nearlyNumbers(Trials trials, String column) {
        List<String> cells = trials.items().stream()
                .map(i -> i.columns().getOrDefault(column, ""))
                .toList();
        List<Integer> texts = IntStream.range(0, cells.size())
                .filter(t -> !cells.get(t).isEmpty()
                        && Expression.Value.read(cells.get(t).strip()).isEmpty())
                .boxed()
                .toList();
        long numbers = cells.stream().filter(c -> !c.isEmpty()).count() - texts.size();
        if (texts.isEmpty() || texts.size() > Math.max(1, numbers / FEW) || numbers < LEAST) {
            return Optional.empty();
        }
        return Optional.of("'" + column + "' is a number in " + numbers + " of " + cells.size() + " trials and '"
                + cells.get(texts.get(0)) + "' in trial " + texts.get(0)
                + (texts.size() == 1 ? "" : ", and a text in " + (texts.size() - 1) + " more")
                + ": it is taken for names, not for a number line. An empty cell is a missing number.");
    }
}
