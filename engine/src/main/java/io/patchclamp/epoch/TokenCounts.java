package io.patchclamp.epoch;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How many tokens the trials of two conditions have, where that may be all that sets them apart. */
public final class TokenCounts {
    /** Means of token counts that differ by less than this share are taken for alike. */
    private static final double ALIKE = 0.1;

    private TokenCounts() {}

    /**
     * What should be known of a comparison of means over tokens: such a mean gives the first token, at which most models have
     * a few huge numbers that depend on no stimulus (Sun et al. 2024, massive activations), more weight where there are fewer.
     *
     * @param responses trials of two conditions
     * @param a the first condition
     * @param b the other
     * @param first whether each trial is of the first
     * @return a sentence if they are means over all tokens and the conditions differ by more than a tenth in how many, else none
     */
    public static List<String> doubts(Responses responses, String a, String b, boolean... first) {
        if (!responses.meansOfWholePrompts()) {
            return List.of();
        }
        double[] tokens = {mean(responses, first, true), mean(responses, first, false)};
        if (!(Math.abs(tokens[0] - tokens[1]) > ALIKE * Math.min(tokens[0], tokens[1]))) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "trials of '%s' have %.3g tokens on average and those of '%s' %.3g: a mean over tokens gives the first of them, at"
                        + " which most models have a few huge numbers whatever is read, more weight where there are fewer, so that what"
                        + " is found may be the number of tokens",
                a,
                tokens[0],
                b,
                tokens[1]));
    }

    private static double mean(Responses responses, boolean[] first, boolean which) {
        int[] lengths = responses.lengths();
        return IntStream.range(0, lengths.length)
                .filter(t -> first[t] == which)
                .map(t -> lengths[t])
                .filter(n -> n > 0)
                .average()
                .orElse(Double.NaN);
    }
}
