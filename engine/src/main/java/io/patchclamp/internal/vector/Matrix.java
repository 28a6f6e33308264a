package io.patchclamp.internal.vector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A matrix in native memory, whole rows in each window. The owner of the memory must outlive it.
 */
public final class Matrix {
    private final int rows;
    private final int width;
    private final int perWindow;
    private final Window[] windows;

    /**
     * A matrix over memory that is there.
     *
     * @param windows direct, of 32-bit numbers in native order; each holds {@code perWindow} rows, the last the rest
     */
    public Matrix(int rows, int width, int perWindow, ByteBuffer... windows) {
        this.rows = rows;
        this.width = width;
        this.perWindow = perWindow;
        this.windows = new Window[windows.length];
        for (int i = 0; i < windows.length; i++) {
            this.windows[i] = new Window(windows[i], i * perWindow, Math.min(perWindow, rows - i * perWindow));
        }
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

    /** Copies some rows, which may lie in two windows. */
    void copy(int row, int count, float[] target) {
        for (int done = 0; done < count; ) {
            int window = (row + done) / perWindow;
            int within = (row + done) % perWindow;
            int some = Math.min(count - done, perWindow - within);
            windows[window].numbers.get(within * width, target, done * width, some * width);
            done += some;
        }
    }
}
