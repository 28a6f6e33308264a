package io.patchclamp.trial;

import java.util.List;
import java.util.Objects;

/**
 * Trials in two parts that share no group: S to select and fit on, T to test on. What was found on S and holds on T was not
 * found by looking at T.
 *
 * @param s the first part
 * @param t the second part
 * @param sNumbers the first part's numbers among all trials, from 0, ascending
 * @param tNumbers the second part's numbers, ascending
 * @param by what makes a group, such as {@code template}
 * @param groups how many groups there were
 * @param seed what they were drawn with
 * @param warnings what the two parts still share, and what is only in one of them
 */
public record Split(
        Trials s,
        Trials t,
        List<Integer> sNumbers,
        List<Integer> tNumbers,
        String by,
        int groups,
        long seed,
        List<String> warnings) {
    public Split {
        Objects.requireNonNull(s, "s");
        Objects.requireNonNull(t, "t");
        sNumbers = List.copyOf(sNumbers);
        tNumbers = List.copyOf(tNumbers);
        Objects.requireNonNull(by, "by");
        warnings = List.copyOf(warnings);
    }

    /** One line, such as {@code S 20 trials, T 20 trials, split by template (8 groups), seed 1}. */
    @Override
    public String toString() {
        return "S " + s.count() + " trials, T " + t.count() + " trials, split by " + by + " (" + groups
                + " groups), seed " + seed;
    }
}
