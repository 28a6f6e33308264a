package io.patchclamp.internal.vector;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the pieces of one product. They wait for the next one by looking, for as long as the operations between
 * two products of a token take, and then sleep: who computes finds them awake, and who does not pays nothing for them.
 * Each thread has a stretch of pieces of its own and takes them in order, because memory is read fastest in order; who is done
 * goes on with the others' stretches, so that a thread which another program holds up delays nobody by more than a piece.
 */
class Crew {
    private static final long AWAKE_NANOS = 500_000;

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

    /** Longs from one counter to the next: two that share a line of the cache would be passed to and fro. */
    private static final int APART = 16;

    /** For each thread's stretch: number of the job in the upper half, how many of its pieces nobody has taken yet in the lower. */
    private final AtomicLongArray open;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final Helper[] helpers;
    private Job job;
    private int pieces;
    private volatile int number;
    private volatile Throwable failure;

    Crew(int threads) {
        open = new AtomicLongArray(threads * APART);
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

    private int end(int stretch) {
        return (int) ((long) pieces * (stretch + 1) / size());
    }

    /** Runs pieces {@code 0} to {@code count}, exclusive. For one caller at a time. */
    void run(Job work, int count) {
        job = work;
        pieces = count;
        failure = null;
        unfinished.set(count);
        int next = number + 1;
        for (int i = 0, first = 0; i < size(); first = end(i++)) {
            open.set(i * APART, (long) next << 32 | end(i) - first);
        }
        number = next;
        for (int i = 0; i < helpers.length && i < count - 1; i++) {
            helpers[i].wake();
        }
        try {
            work(0);
        } finally {
            // Nobody may still write to the result when the caller goes on, however it ended.
            for (int i = 0; i < size(); i++) {
                long left = open.getAndUpdate(i * APART, now -> now >>> 32 << 32);
                unfinished.addAndGet(-(int) left);
            }
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

    /** Takes pieces until none is left, those of one's own stretch first. */
    private void work(int own) {
        for (int i = 0; i < size(); i++) {
            stretch((own + i) % size());
        }
    }

    private void stretch(int which) {
        int at = which * APART;
        for (long now = open.get(at); (int) now > 0; now = open.get(at)) {
            Job mine = job;
            int piece = end(which) - (int) now;
            // Succeeds only if the job read above is still the open one.
            if (open.compareAndSet(at, now, now - 1)) {
                try {
                    mine.piece(piece);
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }
    }

    private final class Helper extends Thread {
        private final int own;
        private volatile boolean asleep;

        Helper(int number) {
            super(outermost(), null, "patchclamp-product-" + number, 0, false);
            own = number;
            setDaemon(true);
            setContextClassLoader(null);
        }

        /** Not the group of whoever computes first: that may be interrupted as a whole, and this thread works for others too. */
        private static ThreadGroup outermost() {
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            return group;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            long last = System.nanoTime();
            int seen = 0;
            while (true) {
                int now = number;
                if (now != seen) {
                    seen = now;
                    work(own);
                    last = System.nanoTime();
                } else if (System.nanoTime() - last < AWAKE_NANOS) {
                    for (int i = 0; i < 32 && number == seen; i++) {
                        Thread.onSpinWait();
                    }
                    // libtorch's own threads may want this processor.
                    Thread.yield();
                } else {
                    asleep = true;
                    if (number == seen) {
                        LockSupport.park(this);
                        Thread.interrupted(); // meant for somebody else; with it no park would wait any more
                    }
                    asleep = false;
                    last = System.nanoTime();
                }
            }
        }
    }
}
