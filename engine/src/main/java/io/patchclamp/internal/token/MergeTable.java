package io.patchclamp.internal.token;

import java.util.Arrays;

/** Which pairs of tokens merge, into which, and in which order. Open addressing: no object a merge. */
public final class MergeTable {
    private static final long EMPTY = -1L;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;
    private final int shift;

    /**
     * An empty table.
     *
     * @param count how many merges will be put, at most
     */
    public MergeTable(int count) {
        int capacity = Integer.highestOneBit(Math.max(count, 2)) << 2;
        pairs = new long[capacity];
        Arrays.fill(pairs, EMPTY);
        ranks = new int[capacity];
        merged = new int[capacity];
        shift = Long.numberOfLeadingZeros(capacity) + 1;
    }

    /**
     * Adds a merge; a pair that comes again takes the later rank.
     *
     * @param left id of the left token
     * @param right id of the right token
     * @param rank smaller merges first
     * @param into id of the token they become
     */
    public void put(int left, int right, int rank, int into) {
        int slot = slot(left, right);
        pairs[slot] = pair(left, right);
        ranks[slot] = rank;
        merged[slot] = into;
    }

    /** The slot of a pair, or -1. */
    int find(int left, int right) {
        int slot = slot(left, right);
        return pairs[slot] == EMPTY ? -1 : slot;
    }

    int rank(int slot) {
        return ranks[slot];
    }

    int merged(int slot) {
        return merged[slot];
    }

    private int slot(int left, int right) {
        long pair = pair(left, right);
        int slot = (int) ((pair * MIX) >>> shift);
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = slot + 1 & pairs.length - 1;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }
}
