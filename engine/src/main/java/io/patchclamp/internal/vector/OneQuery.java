package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;

/**
 * Attention of one query a head to the keys read so far, several query heads to one of the keys' where they share. Keys and values are
 * read in place, once, and not repeated for each head that looks at them. A piece is one head's keys in one row.
 */
final class OneQuery implements Job {
    float[] queries;
    float[] mixed;
    float[] scores = new float[0];
    Window keys;
    Window values;
    int width;
    int slots;
    /** From one head's scores to the next one's: room for whole vectors. */
    int padded;

    private float[] mask;
    private Shape shape;
    private int group;

    /**
     * {@code out = softmax(q · kᵀ / √width + mask) · v}.
     *
     * @param q {@code [row, head, width]}
     * @param k {@code [row, kv_head, capacity, width]}, of which the first {@code slots} are there
     * @param v as the keys
     * @param mask {@code [row or 1, slot]}, or null
     * @param out as the queries
     */
    void run(float[] q, ByteBuffer k, ByteBuffer v, float[] mask, float[] out, Shape shape, Crew crew) {
        this.shape = shape;
        group = shape.heads / shape.kvHeads;
        width = shape.width;
        slots = shape.slots;
        padded = (slots + 63) / 64 * 64;
        queries = q;
        mixed = out;
        int needed = shape.rows * shape.heads * padded;
        if (scores.length < needed) {
            scores = new float[needed + needed / 2];
        }
        keys = new Window(k);
        values = new Window(v);
        this.mask = mask;
        try {
            crew.run(this, shape.rows * shape.kvHeads);
        } finally {
            queries = null;
            mixed = null;
            keys = null;
            values = null;
            this.mask = null;
        }
    }

    @Override
    public void piece(int piece) throws Throwable {
        int first = piece * group;
        int memory = piece * shape.capacity * width;
        float scale = (float) (1 / Math.sqrt(width));
        if (Vectors.HERE) {
            VectorQuery.score(this, memory, first, first + group, scale);
        } else {
            PlainQuery.score(this, memory, first, first + group, scale);
        }
        for (int head = first; head < first + group; head++) {
            int at = head * padded;
            if (shape.softCap > 0) {
                for (int slot = at; slot < at + slots; slot++) {
                    scores[slot] = shape.softCap * (float) Math.tanh(scores[slot] / shape.softCap);
                }
            }
            if (mask != null) {
                int from = shape.maskRows == 1 ? 0 : piece / shape.kvHeads * slots;
                for (int slot = 0; slot < slots; slot++) {
                    scores[at + slot] += mask[from + slot];
                }
            }
        }
        if (Vectors.HERE) {
            VectorQuery.mix(this, memory, first, first + group);
        } else {
            PlainQuery.mix(this, memory, first, first + group);
        }
    }

    /**
     * How many there are of each.
     *
     * @param capacity how many slots there is room for in each head's memory
     * @param maskRows how many rows the mask has: 1 for all
     * @param softCap what scores cannot exceed; 0 for none
     */
    record Shape(int rows, int heads, int kvHeads, int slots, int capacity, int width, int maskRows, float softCap) {}
}
