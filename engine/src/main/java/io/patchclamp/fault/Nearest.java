package io.patchclamp.fault;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The real names nearest to one that names nothing, for advice. */
public final class Nearest {
    /** What a name is nearer that only goes on: {@code resid} means {@code resid_post} more than it means {@code ln1}. */
    private static final int BEGUN = 3;

    private Nearest() {}

    /**
     * Names in order of nearness: few edits first, where dotted parts that both have count in a name's favour.
     *
     * @param wrong what was asked for
     * @param names what there is
     * @param most how many names are wanted
     * @return at most that many, nearest first; ties in the order given
     */
    public static List<String> to(String wrong, Collection<String> names, int most) {
        return names.stream()
                .distinct()
                .map(name -> new Scored(name, score(wrong, name)))
                .sorted(Comparator.comparingInt(Scored::score))
                .limit(most)
                .map(Scored::name)
                .toList();
    }

    private record Scored(String name, int score) {}

    /**
     * How far two names are apart; only the order means something.
     *
     * @param wrong what was asked for
     * @param name what there is
     * @return edits, less the length of the dotted parts that both have, and less still where the name only goes on; smaller is nearer
     */
    public static int score(String wrong, String name) {
        String asked = wrong.toLowerCase(Locale.ROOT);
        String real = name.toLowerCase(Locale.ROOT);
        Set<String> parts = new HashSet<>(Arrays.asList(asked.split("\\.")));
        int shared = Arrays.stream(real.split("\\."))
                .distinct()
                .filter(parts::contains)
                .mapToInt(String::length)
                .sum();
        return edits(wrong, name) - shared - (name.startsWith(wrong) ? BEGUN : 0);
    }

    /**
     * Edit distance where swapping two neighbours is one edit, as a slip of the fingers is.
     *
     * @param a one text
     * @param b another
     * @return how many insertions, deletions, replacements and swaps lie between them
     */
    public static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
