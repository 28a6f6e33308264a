package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is computed where there are no vectors, wherever this runs. */
class PlainLoopsTest {
    private final Random random = new Random(3);

    private ByteBuffer memory(int count) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            buffer.putFloat(4 * i, (float) random.nextGaussian());
        }
        return buffer;
    }

    private float[] noise(int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }

    @Test
    void eachNumberIsTheScalarProductInDoublePrecision() {
        for (int width : new int[] {1, 3, 8, 63, 576, 7001}) {
            for (int rows = 1; rows <= 4; rows++) {
                int outs = 37;
                ByteBuffer w = memory(outs * width);
                FewRows product = new FewRows();
                product.x = noise(rows * width);
                product.rows = rows;
                product.width = width;
                float[] bias = noise(outs);
                float[] out = new float[rows * outs];
                FewRows.Target target = new FewRows.Target(new Window(w), bias, out, outs);
                PlainDots.rows(product, target, 0, 20);
                PlainDots.rows(product, target, 20, outs);
                for (int m = 0; m < rows; m++) {
                    for (int o = 0; o < outs; o++) {
                        double exact = bias[o];
                        double size = 1;
                        for (int k = 0; k < width; k++) {
                            double term = (double) product.x[m * width + k] * w.getFloat(4 * (o * width + k));
                            exact += term;
                            size += Math.abs(term);
                        }
                        assertThat((double) out[m * outs + o]).isCloseTo(exact, within(1e-6 * size));
                    }
                }
            }
        }
    }

    @Test
    void attentionIsWhatItIsInDoublePrecision() {
        for (int width : new int[] {1, 5, 16, 40, 64, 100}) {
            for (int slots : new int[] {1, 2, 17, 70}) {
                check(width, slots, slots + 3);
            }
        }
    }

    /** Two rows of two heads' keys, two query heads each; what lies behind the last slot is not looked at. */
    private void check(int width, int slots, int capacity) {
        ByteBuffer keys = memory(4 * capacity * width);
        ByteBuffer values = memory(4 * capacity * width);
        float[] queries = noise(8 * width);
        float[] out = new float[queries.length];
        float[] mask = new float[2 * slots];
        mask[slots / 2] = slots > 1 ? Float.NEGATIVE_INFINITY : 0;
        OneQuery.Shape shape = new OneQuery.Shape(2, 4, 2, slots, capacity, width, 2, 5);
        new OneQuery().run(queries, keys, values, mask, out, shape, Crew.NONE);
        for (int head = 0; head < 8; head++) {
            float[] exact = attended(queries, keys, values, mask, head, shape);
            for (int i = 0; i < width; i++) {
                assertThat(out[head * width + i]).isCloseTo(exact[i], within(2e-6f));
            }
        }
    }

    private static float[] attended(
            float[] queries, ByteBuffer keys, ByteBuffer values, float[] mask, int head, OneQuery.Shape shape) {
        int memory = head / 2 * shape.capacity() * shape.width();
        double[] scores = new double[shape.slots()];
        double sum = 0;
        for (int slot = 0; slot < scores.length; slot++) {
            double dot = 0;
            for (int i = 0; i < shape.width(); i++) {
                dot += (double) queries[head * shape.width() + i]
                        * keys.getFloat(4 * (memory + slot * shape.width() + i));
            }
            double capped = 5 * Math.tanh(dot / Math.sqrt(shape.width()) / 5);
            scores[slot] = Math.exp(capped + mask[head / 4 * scores.length + slot]);
            sum += scores[slot];
        }
        float[] out = new float[shape.width()];
        for (int i = 0; i < out.length; i++) {
            double mixed = 0;
            for (int slot = 0; slot < scores.length; slot++) {
                mixed += scores[slot] / sum * values.getFloat(4 * (memory + slot * shape.width() + i));
            }
            out[i] = (float) mixed;
        }
        return out;
    }
}
