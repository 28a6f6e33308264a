package io.patchclamp.kernel.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Whether a thread does nothing: it waits in native code, or for a lock, and has used no processor since it was last seen. */
final class Stillness {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(80);
    private static final int CALM = 3;

    private final Thread thread;
    private StackTraceElement at;
    private long cpu;
    private long seen;
    private int times;

    Stillness(Thread thread) {
        this.thread = thread;
    }

    /** Looks again; true once the thread was found waiting at the same place, without work in between, several times. */
    boolean holds() {
        long now = System.nanoTime();
        if (times > 0 && now - seen < LEAST / CALM) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        Thread.State state = thread.getState();
        long used = THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread.getId()) : -1;
        boolean waits = used >= 0
                && stack.length > 0
                && (state == Thread.State.BLOCKED
                        || state == Thread.State.RUNNABLE && stack[0].isNativeMethod() && !ofEngine(stack));
        times = waits && stack[0].equals(at) && used - cpu < LEAST / 100 ? times + 1 : waits ? 1 : 0;
        at = stack.length == 0 ? null : stack[0];
        cpu = used;
        seen = now;
        return times > CALM;
    }

    /** libtorch has threads of its own: the one that waits for them does not idle. */
    private static boolean ofEngine(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.startsWith("ai.djl.")
                    || type.startsWith("io.patchclamp.") && !type.startsWith("io.patchclamp.kernel.")) {
                return true;
            }
        }
        return false;
    }
}
