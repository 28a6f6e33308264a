package io.patchclamp.internal.vector;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CrewTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static Thread helper(Crew crew) {
        AtomicReference<Thread> found = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        crew.run(
                piece -> {
                    if (Thread.currentThread() != caller) {
                        found.set(Thread.currentThread());
                    }
                    TimeUnit.MILLISECONDS.sleep(50);
                },
                8);
        return found.get();
    }

    @Test
    void anInterruptLeavesNoHelperBurning() throws Exception {
        AtomicReference<Crew> made = new AtomicReference<>();
        Thread cell = new Thread(new ThreadGroup("cell"), () -> made.set(new Crew(2)));
        cell.start();
        cell.join();
        Thread helper = helper(made.get());
        assertThat(helper.getThreadGroup().getName()).isNotEqualTo("cell");
        helper.interrupt();
        TimeUnit.MILLISECONDS.sleep(200);
        long before = THREADS.getThreadCpuTime(helper.getId());
        TimeUnit.MILLISECONDS.sleep(500);
        long burnt = THREADS.getThreadCpuTime(helper.getId()) - before;
        assertThat(TimeUnit.NANOSECONDS.toMillis(burnt)).isLessThan(10);
    }

    @Test
    void itGoesOnWorkingAfterAnInterrupt() {
        Crew crew = new Crew(2);
        helper(crew).interrupt();
        AtomicInteger done = new AtomicInteger();
        crew.run(piece -> done.incrementAndGet(), 1000);
        assertThat(done).hasValue(1000);
    }
}
