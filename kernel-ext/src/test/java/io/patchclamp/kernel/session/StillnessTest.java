package io.patchclamp.kernel.session;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StillnessTest {
    private static boolean stillWithin(Thread thread, int millis) throws InterruptedException {
        Stillness stillness = new Stillness(thread);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            if (stillness.holds()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(40);
        }
        return false;
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void whoWaitsForASocketIsStill() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread waits = started(() -> {
                try {
                    socket.accept();
                } catch (java.io.IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(stillWithin(waits, 5000)).isTrue();
        }
    }

    @Test
    void whoWaitsForALockIsStill() throws Exception {
        Object lock = new Object();
        synchronized (lock) {
            Thread waits = started(() -> {
                synchronized (lock) {
                    Thread.onSpinWait();
                }
            });
            assertThat(stillWithin(waits, 5000)).isTrue();
        }
    }

    @Test
    void whoComputesIsNot() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread works = started(() -> {
            while (!enough.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            assertThat(stillWithin(works, 600)).isFalse();
        } finally {
            enough.set(true);
        }
    }
}
