package io.patchclamp.kernel.wire;

/**
 * How threads of the wire are made: daemons, so that none keeps a dead kernel alive, and in no cell's group, whoever makes them:
 * with a cell all threads of its group are interrupted.
 */
final class Threads {
    private static final int STACK_BYTES = 16 << 20; // javac recurses, on the shell's thread

    private Threads() {}

    static Thread daemon(String name, Runnable body) {
        Thread thread = ofNoCell(name, body);
        thread.start();
        return thread;
    }

    /** One that is not started yet. */
    static Thread ofNoCell(String name, Runnable body) {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread thread = new Thread(all, body, "patchclamp-" + name, STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }
}
