package io.patchclamp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.model.Decoding;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Native memory that is still needed outlives the Java object that made it, whenever the collector comes by. */
class NativeMemoryTest {
    private static final int[] IDS = {28, 9, 7, 53, 6, 15, 24, 55, 53, 62, 60, 53, 10, 21, 13, 16, 19, 54};

    private record Halved(Point point, int layer) implements Write {
        @Override
        public void write(Slab slab) {
            float[] data = slab.data();
            for (int i = 0; i < data.length; i++) {
                data[i] *= 0.5f;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"V", "K", "K_ROT", "QKV"})
    void whatWasForcedStaysInTheCache(Point point) {
        for (String name : List.of("gpt2-wide", "phi3-plain")) {
            if (name.startsWith("gpt2") && point == Point.K_ROT) {
                continue;
            }
            try (Model model = TestModels.load(name)) {
                assertThat(continued(model, point, true)).as(name).isEqualTo(continued(model, point, false));
            }
        }
    }

    private static float[] continued(Model model, Point point, boolean collected) {
        try (Decoding decoding = model.begin()) {
            decoding.feed(new int[][] {IDS}, List.of(), List.of(new Halved(point, 0), new Halved(point, 1)));
            if (collected) {
                collect();
            }
            return decoding.feed(new int[][] {{5}}, List.of(), List.of())[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2-window", "granite-scaled", "gpt2-scaled", "phi3-longrope"})
    void whatTheWayBackNeedsIsThere(String name) {
        try (Model model = TestModels.load(name)) {
            assertThat(gradient(model, true)).isEqualTo(gradient(model, false));
        }
    }

    @Test
    void aForcedPlaceLetsTheSameGradientThrough() {
        try (Model model = TestModels.load("gpt2-wide")) {
            List<Write> writes = List.of(new Halved(Point.RESID_MID, 1), new Halved(Point.V, 1));
            assertThat(gradient(model, true, writes)).isEqualTo(gradient(model, false, writes));
        }
    }

    private static float[] gradient(Model model, boolean collected) {
        return gradient(model, collected, List.of());
    }

    private static float[] gradient(Model model, boolean collected, List<Write> writes) {
        List<Gradient> gradients = model.differentiate(
                new int[][] {IDS},
                writes,
                new int[] {IDS.length - 1},
                List.of(model.select("L0.resid_pre").electrodes().get(0).site()),
                logits -> {
                    if (collected) {
                        collect();
                    }
                    float[] slope = new float[logits[0].length];
                    Arrays.fill(slope, 0.1f);
                    slope[3] = 1;
                    return new float[][] {slope};
                });
        return gradients.get(0).gradient().data();
    }

    /** Lets the collector free what nothing holds, and takes the memory that came free. */
    private static void collect() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int size = 4; size <= 1 << 14; size *= 2) {
                for (int i = 0; i < 64; i++) {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                    while (buffer.remaining() >= Float.BYTES) {
                        buffer.putFloat(Float.NaN);
                    }
                    taken.add(buffer);
                }
            }
        }
        assertThat(taken).isNotEmpty();
    }
}
