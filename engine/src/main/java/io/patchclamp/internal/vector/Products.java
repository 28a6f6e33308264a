package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** Products of rows with a matrix, by all processors at once. */
public final class Products {
    /**
     * Up to here the matrix is read in place, row by row. With vectors, packing the rows pays beyond; without them, more rows take
     * longer than in libtorch.
     */
    private static final int FEW_ROWS = Vectors.HERE ? 8 : 4;

    /**
     * Up to here many rows are computed in Java on any processor with vectors: libtorch takes as long for one row as for
     * sixteen.
     */
    private static final int SOME_ROWS = Vectors.HERE ? 16 : FEW_ROWS;

    /** Asked once: it reads what the system says of the processor. */
    private static final int MOST_ROWS = mostRowsHere();

    /** So few keys are read before another thread has begun. */
    private static final int SMALL_ATTENTION = 1 << 14;

    /** More have no piece to do. */
    private static final int MOST_THREADS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final FewRows few = new FewRows();
    private final ManyRows many = Vectors.HERE ? new ManyRows() : null;
    private final TurnedFew turnedFew;
    private final TurnedRows turned = Vectors.HERE ? new TurnedRows() : null;
    private final OneQuery query = new OneQuery();
    private final RowNorms norms = Vectors.HERE ? new RowNorms() : null;
    private final Crew crew;

    public Products(int threads) {
        crew = new Crew(Math.max(1, Math.min(threads, MOST_THREADS)));
        turnedFew = Vectors.HERE ? new TurnedFew(crew.size()) : null;
    }

    /** Whether this Java was started with the module that vectors need, and they are worth the name. */
    public static boolean vectors() {
        return Vectors.HERE;
    }

    /**
     * Up to how many rows this is worth while. Few rows are read faster here everywhere; many are computed faster only where
     * the processor has units for 512 bits and libtorch does not use them. The property {@code patchclamp.products} says
     * otherwise: {@code libtorch} for none, {@code few}, or {@code all}.
     */
    public static int mostRows() {
        return MOST_ROWS;
    }

    private static int mostRowsHere() {
        String asked = System.getProperty("patchclamp.products", "");
        if (asked.equals("libtorch")) {
            return 0;
        }
        if (!Vectors.HERE) {
            return FEW_ROWS;
        }
        boolean wide = Loads.SPECIES.length() == 16 && Processor.isHalfUsedByLibtorch();
        return asked.equals("all") || wide && !asked.equals("few") ? Integer.MAX_VALUE : SOME_ROWS;
    }

    /** Up to how many rows the way back is worth while. */
    public static int mostRowsBack() {
        return MOST_ROWS == Integer.MAX_VALUE ? Integer.MAX_VALUE : fewRows();
    }

    /** Whether packed matrices are multiplied and expanded too. */
    public static boolean unpacks() {
        return Vectors.HERE && Unpacking.HERE;
    }

    /**
     * Expands rows {@code from} to {@code to}, exclusive, of a packed matrix.
     *
     * @param out {@code [to - from, w.width]}
     */
    public void expand(Matrix w, int from, int to, ByteBuffer out) {
        Expansion expansion = new Expansion(w, from, to, out.asFloatBuffer());
        if (!lock.tryLock()) {
            expansion.run(Crew.NONE);
            return;
        }
        try {
            expansion.run(crew);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@code out = x · wᵀ + bias}. For any number of threads: while one computes with all processors, others do it alone.
     *
     * @param x {@code [rows, w.width]}
     * @param bias {@code [w.rows]}, or null
     * @param out {@code [rows, w.rows]}
     */
    public void product(ByteBuffer x, int rows, Matrix w, ByteBuffer bias, ByteBuffer out) {
        if (!lock.tryLock()) {
            compute(x, rows, w, bias, out, new FewRows(), Vectors.HERE ? new ManyRows() : null, Crew.NONE);
            return;
        }
        try {
            compute(x, rows, w, bias, out, few, many, crew);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@code out = x · w}: what comes back through {@link #product}.
     *
     * @param x {@code [rows, w.rows]}
     * @param out {@code [rows, w.width]}
     */
    public void back(ByteBuffer x, int rows, Matrix w, ByteBuffer out) {
        if (!lock.tryLock()) {
            back(x, rows, w, out, new TurnedFew(crew.size()), new TurnedRows(), Crew.NONE);
            return;
        }
        try {
            back(x, rows, w, out, turnedFew, turned, crew);
        } finally {
            lock.unlock();
        }
    }

    private static void back(
            ByteBuffer x, int rows, Matrix w, ByteBuffer out, TurnedFew few, TurnedRows many, Crew crew) {
        if (rows <= TurnedFew.MOST_ROWS) {
            few.run(x.asFloatBuffer(), rows, w, out.asFloatBuffer(), crew);
        } else {
            many.run(x.asFloatBuffer(), rows, w, out.asFloatBuffer(), crew);
        }
    }

    /** Up to how many rows a matrix is read in place. */
    public static int fewRows() {
        return Math.min(FEW_ROWS, mostRows());
    }

    /**
     * The same few rows times several matrices of one width, {@code out[i] = x · w[i]ᵀ + bias[i]}.
     *
     * @param x {@code [rows, width]}, at most {@link #fewRows} of them
     * @param bias {@code [w[i].rows]} each, or null
     * @param out {@code [rows, w[i].rows]} each
     */
    public void products(float[] x, int rows, Matrix[] w, float[][] bias, float[][] out) {
        if (!lock.tryLock()) {
            new FewRows().run(x, rows, w, bias, out, Crew.NONE);
            return;
        }
        try {
            few.run(x, rows, w, bias, out, crew);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@code out = softmax(q · kᵀ / √width + mask) · v}, one query a head.
     *
     * @param q {@code [rows, heads, width]}
     * @param k {@code [rows, kvHeads, capacity, width]}, of which the first {@code slots} are there
     * @param v as the keys
     * @param mask {@code [maskRows, slots]}, or null
     * @param out as the queries
     * @param maskRows 1 for all rows, or as many as there are rows
     * @param softCap what scores cannot exceed; 0 for none
     */
    public void attend(
            float[] q,
            ByteBuffer k,
            ByteBuffer v,
            float[] mask,
            float[] out,
            int rows,
            int heads,
            int kvHeads,
            int slots,
            int capacity,
            int width,
            int maskRows,
            float softCap) {
        OneQuery.Shape shape = new OneQuery.Shape(rows, heads, kvHeads, slots, capacity, width, maskRows, softCap);
        boolean small = (long) rows * kvHeads * slots * width < SMALL_ATTENTION;
        if (!lock.tryLock()) {
            new OneQuery().run(q, k, v, mask, out, shape, Crew.NONE);
            return;
        }
        try {
            query.run(q, k, v, mask, out, shape, small ? Crew.NONE : crew);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@code out = weight · (x / √(mean of x² + epsilon))}, row by row.
     *
     * @param x {@code [rows, width]}
     * @param weight {@code [width]}
     * @param out as {@code x}
     */
    public void norm(ByteBuffer x, int rows, ByteBuffer weight, int width, float epsilon, ByteBuffer out) {
        if (!lock.tryLock()) {
            new RowNorms().run(x, rows, weight, width, epsilon, out, Crew.NONE);
            return;
        }
        try {
            norms.run(x, rows, weight, width, epsilon, out, crew);
        } finally {
            lock.unlock();
        }
    }

    private static void compute(
            ByteBuffer x, int rows, Matrix w, ByteBuffer bias, ByteBuffer out, FewRows few, ManyRows many, Crew crew) {
        float[] added = bias == null ? null : numbers(bias, bias.remaining() / Float.BYTES);
        if (rows > FEW_ROWS) {
            many.run(x.asFloatBuffer(), rows, w, added, out.asFloatBuffer(), crew);
            return;
        }
        float[] result = new float[rows * w.rows()];
        float[] given = numbers(x, rows * w.width());
        few.run(given, rows, new Matrix[] {w}, new float[][] {added}, new float[][] {result}, crew);
        out.asFloatBuffer().put(result);
    }

    private static float[] numbers(ByteBuffer buffer, int count) {
        float[] out = new float[count];
        buffer.asFloatBuffer().get(out);
        return out;
    }
}
