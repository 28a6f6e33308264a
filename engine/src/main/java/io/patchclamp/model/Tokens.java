package io.patchclamp.model;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * A text split into tokens.
 *
 * @param text the text
 * @param ids token ids
 * @param visible each token made visible, see {@link Tokenizer#visible}
 * @param starts where each token begins in the text, in UTF-16 units; equal to its end for an added special token
 * @param ends where each token ends in the text, in UTF-16 units, exclusive; a token that holds only part of a
 *     character spans the whole character
 */
public record Tokens(String text, List<Integer> ids, List<String> visible, List<Integer> starts, List<Integer> ends) {
    public Tokens {
        Objects.requireNonNull(text, "text");
        ids = List.copyOf(ids);
        visible = List.copyOf(visible);
        starts = List.copyOf(starts);
        ends = List.copyOf(ends);
        if (visible.size() != ids.size() || starts.size() != ids.size() || ends.size() != ids.size()) {
            throw new IllegalArgumentException(
                    Arrays.asList(ids.size(), visible.size(), starts.size(), ends.size()) + " entries for one text");
        }
    }

    /**
     * How many tokens there are.
     *
     * @return the number of tokens
     */
    public int count() {
        return ids.size();
    }

    /**
     * The tokens that overlap a part of the text.
     *
     * @param start the part's first UTF-16 unit
     * @param end one past its last
     * @return their positions
     */
    public BitSet overlapping(int start, int end) {
        BitSet found = new BitSet();
        for (int i = 0; i < count(); i++) {
            if (starts.get(i) < end && ends.get(i) > start) {
                found.set(i);
            }
        }
        return found;
    }

    /**
     * The ids as an array.
     *
     * @return a fresh array
     */
    public int[] toArray() {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
