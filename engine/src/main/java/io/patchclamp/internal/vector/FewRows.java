package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** The product of a few rows with a matrix, by all processors at once. */
public final class FewRows {
    /** More threads than this read memory no faster. */
    private static final int MOST_THREADS = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Product shared = new Product();
    private final Crew crew;

    public FewRows(int threads) {
        crew = new Crew(Math.max(1, Math.min(threads, MOST_THREADS)));
    }

    /** Whether this Java was started with the module that this needs, and has vectors worth the name. */
    public static boolean possible() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Loads.SPECIES.length() >= 4;
    }

    /**
     * {@code out = x · wᵀ + bias}.
     *
     * @param x {@code [rows, w.width()]}
     * @param bias {@code [w.rows]}, or null
     * @param out {@code [rows, w.rows]}
     */
    public void product(ByteBuffer x, int rows, Matrix w, ByteBuffer bias, ByteBuffer out) {
        // Two users at once: the second computes on its own thread.
        boolean first = lock.tryLock();
        try {
            Product p = first ? shared : new Product();
            int length = rows * w.width();
            if (p.x.length < length) {
                p.x = new float[length];
            }
            x.asFloatBuffer().get(p.x, 0, length);
            p.rows = rows;
            p.width = w.width();
            p.outs = w.rows();
            p.bias = bias;
            p.out = out;
            p.step = Math.max(1, Product.PIECE_BYTES / (w.width() * Float.BYTES));
            for (int i = 0; i < w.windows(); i++) {
                w.show(p, i);
                int pieces = (p.count + p.step - 1) / p.step;
                if (first) {
                    crew.run(p, pieces);
                } else {
                    alone(p, pieces);
                }
            }
        } finally {
            if (first) {
                // What was read must not be kept alive by having been read.
                shared.memory = null;
                shared.raw = null;
                shared.bias = null;
                shared.out = null;
                lock.unlock();
            }
        }
    }

    private static void alone(Product p, int pieces) {
        try {
            for (int i = 0; i < pieces; i++) {
                p.piece(i);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("product of a few rows: " + e, e);
        }
    }
}
