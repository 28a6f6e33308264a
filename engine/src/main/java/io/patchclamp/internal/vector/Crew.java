package io.patchclamp.internal.vector;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the pieces of one product. They wait for the next one by looking, for as long as the operations between
 * two products of a token take, and then sleep: who computes finds them awake, and who does not pays nothing for them.
 * Pieces are taken one by one, so that a thread which another program holds up delays nobody by more than a piece.
 */
class Crew {
    private static final long AWAKE_NANOS = 200_000;

    /** Nobody but the caller. For any number of them at a time. */
    static final Crew NONE = new Crew(1) {
        @Override
        void run(Job work, int count) {
            try {
                for (int i = 0; i < count; i++) {
                    work.piece(i);
                }
            } catch (Throwable e) {
                throw new IllegalStateException("product: " + e, e);
            }
        }
    };

    /** Number of the job in the upper half, how many of its pieces nobody has taken yet in the lower. */
    private final AtomicLong open = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private final Helper[] helpers;
    private Job job;
    private int pieces;
    private volatile Throwable failure;

    Crew(int threads) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].start();
        }
    }

    /** How many threads there are, the caller's among them. */
    int size() {
        return helpers.length + 1;
    }

    /** Runs pieces {@code 0} to {@code count}, exclusive. For one caller at a time. */
    void run(Job work, int count) {
        job = work;
        pieces = count;
        failure = null;
        unfinished.set(count);
        open.set((open.get() >>> 32) + 1 << 32 | count);
        for (int i = 0; i < helpers.length && i < count - 1; i++) {
            helpers[i].wake();
        }
        try {
            work();
        } finally {
            // Nobody may still write to the result when the caller goes on, however it ended.
            long left = open.getAndUpdate(now -> now >>> 32 << 32);
            unfinished.addAndGet(-(int) left);
            for (int looks = 0; unfinished.get() > 0; looks++) {
                if (looks < 1 << 12) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
        if (failure != null) {
            throw new IllegalStateException("product: " + failure, failure);
        }
    }

    /** Takes pieces until none is left. Says whether there was one. */
    private boolean work() {
        boolean any = false;
        for (long now = open.get(); (int) now > 0; now = open.get()) {
            Job mine = job;
            int piece = pieces - (int) now;
            // Succeeds only if the job read above is still the open one.
            if (open.compareAndSet(now, now - 1)) {
                any = true;
                try {
                    mine.piece(piece);
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }
        return any;
    }

    private final class Helper extends Thread {
        private volatile boolean asleep;

        Helper(int number) {
            super("patchclamp-product-" + number);
            setDaemon(true);
            setContextClassLoader(null);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            long last = System.nanoTime();
            while (true) {
                if (work()) {
                    last = System.nanoTime();
                } else if (System.nanoTime() - last < AWAKE_NANOS) {
                    for (int i = 0; i < 32 && (int) open.get() == 0; i++) {
                        Thread.onSpinWait();
                    }
                    // libtorch's own threads may want this processor.
                    Thread.yield();
                } else {
                    asleep = true;
                    if ((int) open.get() == 0) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                    last = System.nanoTime();
                }
            }
        }
    }
}
