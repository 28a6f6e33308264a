package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A matrix in native memory, whole rows in each window, its numbers in single precision or as a file stores them. The owner of the
 * memory must outlive it.
 */
public final class Matrix {
    private final int rows;
    private final int width;
    private final int perWindow;
    private final Packing packing;
    private final Window[] windows;

    /**
     * A matrix over memory that is there.
     *
     * @param windows direct, of 32-bit numbers in native order; each holds {@code perWindow} rows, the last the rest
     */
    public Matrix(int rows, int width, int perWindow, ByteBuffer... windows) {
        this(Packing.F32, rows, width, perWindow, windows);
    }

    /**
     * A matrix over memory that is there.
     *
     * @param packing how its numbers are stored: where {@link Products#unpacks} says so, else single precision
     * @param windows direct, in native order; each holds {@code perWindow} rows, the last the rest
     */
    public Matrix(Packing packing, int rows, int width, int perWindow, ByteBuffer... windows) {
        this.rows = rows;
        this.width = width;
        this.perWindow = perWindow;
        this.packing = packing;
        this.windows = new Window[windows.length];
        for (int i = 0; i < windows.length; i++) {
            int base = i * perWindow;
            this.windows[i] = new Window(windows[i], packing, width, base, Math.min(perWindow, rows - base));
        }
    }

    /** Rows {@code from} to {@code to}, exclusive, of the same memory; null if they do not lie in one window. */
    public Matrix part(int from, int to) {
        int window = from / perWindow;
        if ((to - 1) / perWindow != window) {
            return null;
        }
        int rowBytes = packing.bytes(width);
        ByteBuffer raw = windows[window].raw;
        ByteBuffer some =
                raw.slice(from % perWindow * rowBytes, (to - from) * rowBytes).order(raw.order());
        return new Matrix(packing, to - from, width, to - from, some);
    }

    /** Whether its numbers are stored in fewer bits than they have here. */
    public boolean packed() {
        return packing != Packing.F32;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    Window[] windows() {
        return windows;
    }

    int windowOf(int row) {
        return row / perWindow;
    }

    int within(int row) {
        return row % perWindow;
    }

    int inWindow(int window) {
        return Math.min(perWindow, rows - window * perWindow);
    }

    /** What {@link Loads#LOAD} reads a window from. */
    Object memory(int window) {
        return windows[window].memory;
    }

    FloatBuffer numbers(int window) {
        return windows[window].numbers;
    }

    /** Copies some rows as single precision. */
    public void copy(int row, int count, float[] target) {
        for (int done = 0; done < count; ) {
            int window = (row + done) / perWindow;
            int within = (row + done) % perWindow;
            int some = Math.min(count - done, perWindow - within);
            windows[window].copy(within, some, target, done * width);
            done += some;
        }
    }

    /** Columns {@code from} to {@code to}, exclusive, of one row as single precision; whole blocks of stored numbers. */
    void copy(int row, int from, int to, float[] target) {
        windows[row / perWindow].copy(row % perWindow, from, to, target);
    }

    int blockSize() {
        return packing.block;
    }

    /** The first column of the block that a column is stored in. */
    int blockOf(int column) {
        return column / packing.block * packing.block;
    }
}
