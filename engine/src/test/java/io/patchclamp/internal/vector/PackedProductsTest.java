package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A matrix that stays packed gives the bits of the same matrix in single precision. */
class PackedProductsTest {
    private static final Products CREW = new Products(3);
    private final Random random = new Random(7);

    @BeforeEach
    void vectors() {
        assumeTrue(Products.unpacks(), "this Java has no vectors of 256 bits or more");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void everyStoredNumberIsUnpackedAsOneByOne(Packing packing) {
        Pair pair = new Pair(packing, 40, 96, 40);
        float[] unpacked = new float[40 * 96];
        pair.packed.copy(0, 40, unpacked);
        for (int i = 0; i < unpacked.length; i++) {
            assertThat(Float.floatToRawIntBits(unpacked[i]))
                    .as(packing + " " + i)
                    .isEqualTo(Float.floatToRawIntBits(pair.expanded[i]));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void expandedForAnotherItIsTheSameMatrix(Packing packing) {
        Pair pair = new Pair(packing, 700, 96, 300);
        ByteBuffer out = ByteBuffer.allocateDirect(600 * 96 * Float.BYTES).order(ByteOrder.nativeOrder());
        CREW.expand(pair.packed, 50, 650, out);
        for (int i = 0; i < 600 * 96; i++) {
            assertThat(out.getInt(i * Float.BYTES))
                    .as(packing + " " + i)
                    .isEqualTo(Float.floatToRawIntBits(pair.expanded[50 * 96 + i]));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void productsOfFewRowsHaveTheSameBits(Packing packing) {
        for (int rows = 1; rows <= 8; rows++) {
            forwards(new Pair(packing, 37, 96, 20), rows);
            forwards(new Pair(packing, 300, 576, 300), rows);
        }
        forwards(new Pair(packing, 3, 9_600, 2), 2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void productsOfManyRowsHaveTheSameBits(Packing packing) {
        for (int rows : new int[] {9, 48, 70, 300}) {
            forwards(new Pair(packing, 37, 96, 20), rows);
            forwards(new Pair(packing, 200, 576, 200), rows);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void theWayBackHasTheSameBits(Packing packing) {
        for (int rows : new int[] {1, 8, 64, 65, 130}) {
            for (int width : new int[] {32, 64, 96, 160, 576}) {
                backwards(new Pair(packing, 50, width, 20), rows);
            }
        }
        backwards(new Pair(packing, 900, 96, 900), 70);
    }

    @Test
    void numbersOfSixteenBitsNeedNotFillAVector() {
        Packing packing = Packing.BF16;
        for (int width : new int[] {1, 7, 17, 50, 67}) {
            for (int rows : new int[] {1, 4, 9, 70}) {
                forwards(new Pair(packing, 37, width, 20), rows);
                backwards(new Pair(packing, 37, width, 20), rows);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "F32")
    void someRowsOfAMatrixAreAMatrix(Packing packing) {
        Pair pair = new Pair(packing, 40, 64, 40);
        float[] numbers = new float[7 * 64];
        pair.packed.part(30, 37).copy(0, 7, numbers);
        assertThat(numbers).containsExactly(java.util.Arrays.copyOfRange(pair.expanded, 30 * 64, 37 * 64));
        assertThat(new Pair(packing, 40, 64, 20).packed.part(19, 21)).isNull();
    }

    private void forwards(Pair pair, int rows) {
        ByteBuffer x = noise(rows * pair.packed.width());
        ByteBuffer bias = noise(pair.packed.rows());
        ByteBuffer out = room(rows * pair.packed.rows());
        ByteBuffer expected = room(rows * pair.packed.rows());
        CREW.product(x, rows, pair.packed, bias, out);
        CREW.product(x, rows, pair.plain, bias, expected);
        assertThat(out).as(rows + " rows of " + pair).isEqualTo(expected);
    }

    private void backwards(Pair pair, int rows) {
        ByteBuffer x = noise(rows * pair.packed.rows());
        ByteBuffer out = room(rows * pair.packed.width());
        ByteBuffer expected = room(rows * pair.packed.width());
        CREW.back(x, rows, pair.packed, out);
        CREW.back(x, rows, pair.plain, expected);
        assertThat(out).as(rows + " rows back through " + pair).isEqualTo(expected);
    }

    private static ByteBuffer room(int numbers) {
        return ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private ByteBuffer noise(int numbers) {
        ByteBuffer out = room(numbers);
        for (int i = 0; i < numbers; i++) {
            out.putFloat(Float.BYTES * i, (float) random.nextGaussian());
        }
        return out;
    }

    /** The same matrix twice. */
    private final class Pair {
        private final Matrix packed;
        private final Matrix plain;
        private final float[] expanded;

        Pair(Packing packing, int rows, int width, int perWindow) {
            byte[] stored = new byte[rows * packing.bytes(width)];
            random.nextBytes(stored);
            expanded = new float[rows * width];
            OneByOne.decode(packing, stored, expanded, random);
            packed = new Matrix(packing, rows, width, perWindow, windows(stored, rows, perWindow));
            ByteBuffer numbers =
                    ByteBuffer.allocate(expanded.length * Float.BYTES).order(ByteOrder.nativeOrder());
            numbers.asFloatBuffer().put(expanded);
            plain = new Matrix(rows, width, perWindow, windows(numbers.array(), rows, perWindow));
        }

        private ByteBuffer[] windows(byte[] all, int rows, int perWindow) {
            int rowBytes = all.length / rows;
            ByteBuffer[] out = new ByteBuffer[(rows + perWindow - 1) / perWindow];
            for (int i = 0; i < out.length; i++) {
                int from = i * perWindow * rowBytes;
                int count = Math.min(perWindow * rowBytes, all.length - from);
                out[i] = ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
                out[i].put(0, all, from, count);
            }
            return out;
        }

        @Override
        public String toString() {
            return packed.rows() + " × " + packed.width();
        }
    }
}
