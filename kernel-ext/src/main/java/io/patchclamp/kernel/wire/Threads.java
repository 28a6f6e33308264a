package io.patchclamp.kernel.wire;

/** How threads of the wire are made: daemons, so that none keeps a dead kernel alive. */
final class Threads {
    private Threads() {}

    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(null, body, "patchclamp-" + name, 0, false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
