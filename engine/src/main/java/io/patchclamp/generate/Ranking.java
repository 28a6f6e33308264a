package io.patchclamp.generate;

/** Token ids from the largest logit down, of equal ones the lower id first; put in order only as far as they are asked for. */
final class Ranking {
    private final float[] logits;
    private final int[] heap;
    private int[] ranked = new int[16];
    private int known;

    Ranking(float[] logits) {
        this.logits = logits;
        heap = new int[logits.length];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = i;
        }
        for (int i = heap.length / 2 - 1; i >= 0; i--) {
            sink(i, heap.length);
        }
    }

    /** The id in a place, 0 for the first. */
    int at(int place) {
        while (known <= place) {
            if (known == ranked.length) {
                ranked = java.util.Arrays.copyOf(ranked, 2 * known);
            }
            ranked[known++] = heap[0];
            int left = heap.length - known;
            heap[0] = heap[left];
            sink(0, left);
        }
        return ranked[place];
    }

    private void sink(int from, int end) {
        int id = heap[from];
        int at = from;
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], id)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = id;
    }

    private boolean before(int a, int b) {
        return logits[a] > logits[b] || logits[a] == logits[b] && a < b;
    }
}
