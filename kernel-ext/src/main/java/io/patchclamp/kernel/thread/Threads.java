package io.patchclamp.kernel.thread;

/**
 * How the kernel's threads are made: daemons, so that none keeps a dead kernel alive, and in no cell's group, whoever makes them:
 * with a cell all threads of its group are interrupted.
 */
public final class Threads {
    private static final int STACK_BYTES = 16 << 20; // javac recurses, on the shell's thread

    private Threads() {}

    /**
     * Starts one.
     *
     * @param name what it is called, behind {@code patchclamp-}
     * @param body what it does
     * @return the thread, running
     */
    public static Thread daemon(String name, Runnable body) {
        Thread thread = ofNoCell(name, body);
        thread.start();
        return thread;
    }

    /**
     * One that is not started yet.
     *
     * @param name what it is called, behind {@code patchclamp-}
     * @param body what it does
     * @return the thread
     */
    public static Thread ofNoCell(String name, Runnable body) {
        Thread thread = new Thread(outermost(), body, "patchclamp-" + name, STACK_BYTES, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The group that all others are in, those of cells too.
     *
     * @return the one without a parent
     */
    public static ThreadGroup outermost() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        return all;
    }
}
