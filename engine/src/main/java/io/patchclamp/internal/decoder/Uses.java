package io.patchclamp.internal.decoder;

import java.util.function.Supplier;

/**
 * Who computes with native memory just now. It is freed once it was closed and the last of them has left: what is freed under a
 * thread that reads or writes it takes the whole process along.
 */
final class Uses {
    private final Runnable closedMessage;
    private final Runnable free;
    private int running;
    private boolean closed;

    /**
     * Nobody yet.
     *
     * @param closedMessage throws what is to be said to whoever comes too late
     * @param free called once
     */
    Uses(Runnable closedMessage, Runnable free) {
        this.closedMessage = closedMessage;
        this.free = free;
    }

    /** Computes, if it is not closed; while this runs nothing is freed. May be called within itself. */
    <T> T during(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** For whoever computes for long, to be asked now and then. */
    synchronized void requireOpen() {
        if (closed) {
            closedMessage.run();
        }
    }

    private synchronized void begin() {
        requireOpen();
        running++;
    }

    private void end() {
        boolean last;
        synchronized (this) {
            running--;
            last = closed && running == 0;
        }
        if (last) {
            free.run();
        }
    }

    /** From now on nobody begins; who computes is told at the next look, and the last one frees. */
    void close() {
        boolean now;
        synchronized (this) {
            now = !closed && running == 0;
            closed = true;
        }
        if (now) {
            free.run();
        }
    }
}
