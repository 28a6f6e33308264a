package io.patchclamp.internal.token;

import java.util.Arrays;

/** A growing row of token ids with the stretch of text each came from, in UTF-16 units. */
final class Symbols {
    private static final int FIRST_CAPACITY = 16;

    int[] ids = new int[FIRST_CAPACITY];
    int[] starts = new int[FIRST_CAPACITY];
    int[] ends = new int[FIRST_CAPACITY];
    int count;

    void add(int id, int start, int end) {
        if (count == ids.length) {
            int capacity = Math.multiplyExact(count, 2);
            ids = Arrays.copyOf(ids, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        ids[count] = id;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** Adds a word whose positions count from its own beginning. */
    void addAll(Pieces word, int offset) {
        for (int i = 0; i < word.ids().length; i++) {
            add(word.ids()[i], word.starts()[i] + offset, word.ends()[i] + offset);
        }
    }

    Pieces toPieces() {
        return new Pieces(Arrays.copyOf(ids, count), Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }
}
