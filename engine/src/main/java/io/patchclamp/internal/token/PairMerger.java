package io.patchclamp.internal.token;

import java.util.Arrays;

/**
 * Merges neighbours until none can be merged: lowest rank first, leftmost among equals. Short words are searched again
 * after each merge; long ones keep a heap, so that a hundred thousand equal characters take no quadratic time.
 */
final class PairMerger {
    private static final int SHORT = 40;
    private static final int NONE = -1;

    private PairMerger() {}

    static void merge(Symbols word, MergeTable merges) {
        if (word.count > SHORT) {
            new Chain(word, merges).run();
        } else if (word.count > 1) {
            search(word, merges);
        }
    }

    private static void search(Symbols word, MergeTable merges) {
        int[] slots = new int[word.count];
        for (int i = 0; i + 1 < word.count; i++) {
            slots[i] = merges.find(word.ids[i], word.ids[i + 1]);
        }
        while (true) {
            int best = NONE;
            for (int i = 0; i + 1 < word.count; i++) {
                if (slots[i] != NONE && (best == NONE || merges.rank(slots[i]) < merges.rank(slots[best]))) {
                    best = i;
                }
            }
            if (best == NONE) {
                return;
            }
            word.ids[best] = merges.merged(slots[best]);
            word.ends[best] = word.ends[best + 1];
            int tail = word.count - best - 2;
            System.arraycopy(word.ids, best + 2, word.ids, best + 1, tail);
            System.arraycopy(word.starts, best + 2, word.starts, best + 1, tail);
            System.arraycopy(word.ends, best + 2, word.ends, best + 1, tail);
            System.arraycopy(slots, best + 2, slots, best + 1, tail);
            word.count--;
            if (best + 1 < word.count) {
                slots[best] = merges.find(word.ids[best], word.ids[best + 1]);
            }
            if (best > 0) {
                slots[best - 1] = merges.find(word.ids[best - 1], word.ids[best]);
            }
        }
    }

    /** A long word as a linked row, with a heap of the merges that may still happen. */
    private static final class Chain {
        private final Symbols word;
        private final MergeTable merges;
        private final int[] before;
        private final int[] after;
        private final boolean[] gone;
        private long[] heap;
        private int size;

        Chain(Symbols word, MergeTable merges) {
            this.word = word;
            this.merges = merges;
            before = new int[word.count];
            after = new int[word.count];
            gone = new boolean[word.count];
            heap = new long[word.count];
            for (int i = 0; i < word.count; i++) {
                before[i] = i - 1;
                after[i] = i + 1 < word.count ? i + 1 : NONE;
            }
        }

        void run() {
            for (int i = 0; i < word.count; i++) {
                offer(i);
            }
            while (size > 0) {
                long top = poll();
                int left = (int) top;
                if (!gone[left] && after[left] != NONE) {
                    int slot = merges.find(word.ids[left], word.ids[after[left]]);
                    if (slot != NONE && merges.rank(slot) == (int) (top >>> Integer.SIZE)) {
                        join(left, merges.merged(slot));
                    }
                }
            }
            compact();
        }

        private void join(int left, int into) {
            int right = after[left];
            word.ids[left] = into;
            word.ends[left] = word.ends[right];
            gone[right] = true;
            after[left] = after[right];
            if (after[left] != NONE) {
                before[after[left]] = left;
            }
            offer(left);
            offer(before[left]);
        }

        private void offer(int left) {
            if (left == NONE || after[left] == NONE) {
                return;
            }
            int slot = merges.find(word.ids[left], word.ids[after[left]]);
            if (slot == NONE) {
                return;
            }
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, Math.multiplyExact(size, 2));
            }
            long key = (long) merges.rank(slot) << Integer.SIZE | left;
            int at = size++;
            while (at > 0 && heap[(at - 1) / 2] > key) {
                heap[at] = heap[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            heap[at] = key;
        }

        private long poll() {
            long top = heap[0];
            long last = heap[--size];
            int at = 0;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= last) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = last;
            return top;
        }

        private void compact() {
            int kept = 0;
            for (int i = 0; i != NONE; i = after[i]) {
                word.ids[kept] = word.ids[i];
                word.starts[kept] = word.starts[i];
                word.ends[kept] = word.ends[i];
                kept++;
            }
            word.count = kept;
        }
    }
}
