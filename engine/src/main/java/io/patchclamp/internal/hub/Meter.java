package io.patchclamp.internal.hub;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.patchclamp.progress.Progress;

/** How many bytes of a model are here. */
final class Meter {
    private static final long SMALL = 10_000_000;

    private final String name;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    Meter(String name) {
        this.name = name;
    }

    void expect(long bytes) {
        total.addAndGet(bytes);
    }

    void add(long bytes) {
        done.addAndGet(bytes);
    }

    /** One more, or one less, waits for another program. */
    void waiting(int more) {
        waiting.addAndGet(more);
    }

    void report(Progress progress) {
        long all = total.get();
        if (all <= 0) {
            return;
        }
        long part = Math.max(0, Math.min(done.get(), all));
        String what = waiting.get() > 0 ? "waiting for another program that fetches " + name : "fetching " + name;
        what = part == all ? "checking " + name : what;
        boolean small = all < SMALL;
        long unit = small ? 1000 : 1_000_000;
        long units = (all + unit - 1) / unit;
        progress.at(what, part == all ? units : part / unit, units, small ? "kB" : "MB");
    }

    @Override
    public String toString() {
        return Amount.of(Math.max(0, done.get())) + " of " + Amount.of(total.get());
    }
}
