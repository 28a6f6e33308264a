package io.patchclamp.kernel.wire;

/** How threads of the wire are made: daemons, so that none keeps a dead kernel alive. */
final class Threads {
    private static final int STACK_BYTES = 16 << 20; // javac recurses, on the shell's thread

    private Threads() {}

    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(null, body, "patchclamp-" + name, STACK_BYTES, false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
