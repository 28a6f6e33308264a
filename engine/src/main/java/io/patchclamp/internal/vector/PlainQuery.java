package io.patchclamp.internal.vector;

import java.util.Arrays;

/** The loops of {@link OneQuery}, without vectors. */
final class PlainQuery {
    private static final ThreadLocal<float[]> LINE = ThreadLocal.withInitial(() -> new float[256]);

    private PlainQuery() {}

    private static float[] line(int width) {
        float[] line = LINE.get();
        if (line.length < width) {
            line = new float[width];
            LINE.set(line);
        }
        return line;
    }

    static void score(OneQuery q, int memory, int first, int end, float scale) {
        float[] key = line(q.width);
        for (int slot = 0; slot < q.slots; slot++) {
            q.keys.numbers.get(memory + slot * q.width, key, 0, q.width);
            for (int head = first; head < end; head++) {
                q.scores[head * q.padded + slot] = scale * PlainDots.one(key, 0, q.queries, head * q.width, q.width);
            }
        }
    }

    static void mix(OneQuery q, int memory, int first, int end) {
        for (int head = first; head < end; head++) {
            softmax(q.scores, head * q.padded, head * q.padded + q.slots);
            Arrays.fill(q.mixed, head * q.width, (head + 1) * q.width, 0);
        }
        float[] value = line(q.width);
        for (int slot = 0; slot < q.slots; slot++) {
            q.values.numbers.get(memory + slot * q.width, value, 0, q.width);
            for (int head = first; head < end; head++) {
                add(q.scores[head * q.padded + slot], value, q.mixed, head * q.width, q.width);
            }
        }
    }

    private static void add(float by, float[] value, float[] sums, int at, int width) {
        for (int i = 0; i < width; i++) {
            sums[at + i] += by * value[i];
        }
    }

    private static void softmax(float[] scores, int from, int end) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < end; i++) {
            max = Math.max(max, scores[i]);
        }
        float sum = 0;
        for (int i = from; i < end; i++) {
            scores[i] = PlainCurves.exp(scores[i] - max);
            sum += scores[i];
        }
        for (int i = from; i < end; i++) {
            scores[i] /= sum;
        }
    }
}
