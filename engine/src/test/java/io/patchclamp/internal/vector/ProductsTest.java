package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ProductsTest {
    private static Products crew;

    @BeforeAll
    static void theModuleIsThere() {
        assumeTrue(Products.vectors(), "this Java was started without jdk.incubator.vector");
        crew = new Products(3);
    }

    @Test
    void eachNumberIsTheScalarProductInDoublePrecision() {
        for (int width : new int[] {1, 7, 16, 63, 64, 100, 576, 1000}) {
            for (int rows = 1; rows <= 9; rows++) {
                check(new Problem(rows, width, 37, 37, rows % 2 == 0));
            }
        }
    }

    @Test
    void manyRowsAreMultipliedInTilesOfEveryShape() {
        for (int rows : new int[] {9, 16, 17, 33, 48, 49, 100, 200}) {
            check(new Problem(rows, 70, 37, 20, rows % 2 == 0));
        }
        check(new Problem(300, 576, 500, 500, true));
        check(new Problem(100, 3000, 9, 9, false));
        check(new Problem(700, 7000, 8, 8, true));
    }

    @Test
    void aRowGivesTheSameBitsWhateverIsComputedBesideIt() {
        Problem all = new Problem(120, 100, 50, 50, true);
        crew.product(all.x, 120, all.matrix, all.bias, all.out);
        Problem some = new Problem(120, 100, 50, 50, true);
        crew.product(some.x, 20, some.matrix, some.bias, some.out);
        for (int i = 0; i < 20 * 50; i++) {
            assertThat(some.out.getFloat(4 * i)).isEqualTo(all.out.getFloat(4 * i));
        }
    }

    @Test
    void onlyProcessorsThatWereMeasuredComputeManyRows() {
        assertThat(Processor.isHalfUsedByLibtorch(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 26")))
                .isTrue();
        assertThat(Processor.isHalfUsedByLibtorch(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 25")))
                .isFalse();
        assertThat(Processor.isHalfUsedByLibtorch(List.of("vendor_id\t: GenuineIntel", "cpu family\t: 26")))
                .isFalse();
        assertThat(Processor.isHalfUsedByLibtorch(List.of())).isFalse();
    }

    @Test
    void manyPiecesAndSeveralWindowsMakeOneResult() {
        check(new Problem(1, 576, 2000, 2000, false));
        check(new Problem(5, 576, 2000, 700, true));
        check(new Problem(2, 50_000, 11, 4, true));
    }

    @Test
    void theWayBackIsTheProductWithTheColumns() {
        for (int rows : new int[] {1, 8, 9, 30, 65, 70}) {
            for (int width : new int[] {1, 15, 16, 47, 48, 50, 100}) {
                checkBack(new Problem(rows, width, 37, 20, false));
                checkBack(new Problem(rows, width, 5, 5, false));
            }
        }
        checkBack(new Problem(300, 40, 90, 20, false));
        checkBack(new Problem(3, 70, 2000, 700, false));
        checkBack(new Problem(20, 700, 769, 100, false));
        checkBack(new Problem(3, 1600, 100, 100, false));
        checkBack(new Problem(3, 100, 1600, 1600, false));
        checkBack(new Problem(70, 70, 1600, 1000, false));
    }

    @Test
    void severalThreadsMayAskAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int rows = i + 1;
                all.add(pool.submit(() -> {
                    Problem problem = new Problem(8 * rows, 300, 100, 100, true);
                    for (int k = 0; k < 50; k++) {
                        check(problem);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void theWayBackHasTheSameBitsWhoeverElseComputes() throws Exception {
        Problem problem = new Problem(20, 96, 160, 160, false);
        ByteBuffer alone = Problem.random(new Random(3), problem.rows * problem.width);
        crew.back(problem.out, problem.rows, problem.matrix, alone);
        Problem busy = new Problem(64, 300, 900, 900, false);
        AtomicBoolean done = new AtomicBoolean();
        Thread other = new Thread(() -> {
            ByteBuffer back = Problem.random(new Random(3), busy.rows * busy.width);
            while (!done.get()) {
                crew.back(busy.out, busy.rows, busy.matrix, back);
            }
        });
        other.start();
        try {
            for (int i = 0; i < 200; i++) {
                ByteBuffer beside = Problem.random(new Random(3), problem.rows * problem.width);
                crew.back(problem.out, problem.rows, problem.matrix, beside);
                assertThat(beside).as("time " + i).isEqualTo(alone);
            }
        } finally {
            done.set(true);
            other.join();
        }
    }

    @Test
    void aPieceThatBreaksIsToldAndTheNextProductIsWhole() {
        Problem problem = new Problem(2, 300, 900, 900, true);
        ByteBuffer tooShort = problem.bias.slice(0, 400 * Float.BYTES).order(ByteOrder.nativeOrder());
        assertThatThrownBy(() -> crew.product(problem.x, 2, problem.matrix, tooShort, problem.out))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("IndexOutOfBounds");
        check(problem);
    }

    @Test
    void whoHasNothingToDoSleeps() throws InterruptedException {
        check(new Problem(1, 300, 900, 900, false));
        Thread.sleep(200);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> t.getName().startsWith("patchclamp-product"))
                .isNotEmpty()
                .allMatch(t -> t.getState() == Thread.State.WAITING && t.isDaemon());
    }

    private static void check(Problem p) {
        p.out.clear();
        crew.product(p.x, p.rows, p.matrix, p.bias, p.out);
        for (int m = 0; m < p.rows; m++) {
            for (int o = 0; o < p.outs; o++) {
                double exact = p.bias == null ? 0 : p.bias.getFloat(4 * o);
                double size = 1;
                for (int k = 0; k < p.width; k++) {
                    double product = (double) p.x.getFloat(4 * (m * p.width + k)) * p.w.getFloat(4 * (o * p.width + k));
                    exact += product;
                    size += Math.abs(product);
                }
                double off = Math.abs(p.out.getFloat(4 * (m * p.outs + o)) - exact);
                if (!(off <= 1e-6 * size)) {
                    throw new AssertionError("row " + m + " of " + p.rows + ", output " + o + " of width " + p.width
                            + ": " + off + " from " + exact);
                }
            }
        }
    }

    private static void checkBack(Problem p) {
        ByteBuffer back = Problem.random(new Random(3), p.rows * p.width);
        crew.back(p.out, p.rows, p.matrix, back);
        for (int m = 0; m < p.rows; m++) {
            for (int k = 0; k < p.width; k++) {
                double exact = 0;
                double size = 1;
                for (int o = 0; o < p.outs; o++) {
                    double product =
                            (double) p.out.getFloat(4 * (m * p.outs + o)) * p.w.getFloat(4 * (o * p.width + k));
                    exact += product;
                    size += Math.abs(product);
                }
                assertThat((double) back.getFloat(4 * (m * p.width + k)))
                        .as("row %d of %d, column %d of %d", m, p.rows, k, p.width)
                        .isCloseTo(exact, within(1e-6 * size));
            }
        }
    }

    private static final class Problem {
        final int rows;
        final int width;
        final int outs;
        final ByteBuffer x;
        final ByteBuffer w;
        final ByteBuffer bias;
        final ByteBuffer out;
        final Matrix matrix;

        Problem(int rows, int width, int outs, int perWindow, boolean biased) {
            Random random = new Random(rows * 31L + width);
            this.rows = rows;
            this.width = width;
            this.outs = outs;
            x = random(random, rows * width);
            w = random(random, outs * width);
            bias = biased ? random(random, outs) : null;
            out = random(random, rows * outs);
            List<ByteBuffer> windows = new ArrayList<>();
            for (int first = 0; first < outs; first += perWindow) {
                int end = Math.min(outs, first + perWindow);
                windows.add(w.slice(first * width * Float.BYTES, (end - first) * width * Float.BYTES)
                        .order(ByteOrder.nativeOrder()));
            }
            matrix = new Matrix(outs, width, perWindow, windows.toArray(ByteBuffer[]::new));
        }

        private static ByteBuffer random(Random random, int count) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
            for (int i = 0; i < count; i++) {
                buffer.putFloat(4 * i, (float) random.nextGaussian());
            }
            return buffer;
        }
    }
}
