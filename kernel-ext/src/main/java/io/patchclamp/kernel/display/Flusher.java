package io.patchclamp.kernel.display;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends gathered text a few milliseconds after its first character. Sleeps when nothing is written. */
final class Flusher {
    private static final int MILLIS = 12;
    private static final BlockingQueue<Outlet> WAITING = new LinkedBlockingQueue<>();

    static {
        Thread thread = new Thread(null, Flusher::run, "patchclamp-flush", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private Flusher() {}

    static void soon(Outlet outlet) {
        WAITING.add(outlet);
    }

    private static void run() {
        try {
            while (true) {
                Outlet outlet = WAITING.take();
                TimeUnit.MILLISECONDS.sleep(MILLIS);
                outlet.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
