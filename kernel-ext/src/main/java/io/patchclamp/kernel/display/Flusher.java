package io.patchclamp.kernel.display;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.patchclamp.kernel.thread.Threads;

/** Sends gathered text a few milliseconds after its first character. Sleeps when nothing is written. */
final class Flusher {
    private static final int MILLIS = 12;
    private static final BlockingQueue<Outlet> WAITING = new LinkedBlockingQueue<>();

    static {
        Threads.daemon("flush", Flusher::run); // made by the first cell that prints
    }

    private Flusher() {}

    static void soon(Outlet outlet) {
        WAITING.add(outlet);
    }

    private static void run() {
        while (true) {
            Outlet outlet = null;
            try {
                outlet = WAITING.take();
                TimeUnit.MILLISECONDS.sleep(MILLIS);
            } catch (InterruptedException notOurs) {
                // Nobody ends this thread: what waits is sent a little sooner.
            }
            try {
                if (outlet != null) {
                    outlet.flush();
                }
            } catch (RuntimeException | OutOfMemoryError lost) {
                // A heap that somebody has filled; later output must be sent all the same.
            }
        }
    }
}
