package io.patchclamp.internal.hub;

/** How often something that did not work is tried again, and after how long. */
final class Patience {
    private static final long LONGEST_WAIT = 90_000;

    private final int tries;
    private final long firstPause;
    private int failures;

    /**
     * Some patience.
     *
     * @param tries how many failures in a row are too many
     * @param firstPause milliseconds after the first; each further pause is twice as long
     */
    Patience(int tries, long firstPause) {
        this.tries = tries;
        this.firstPause = firstPause;
    }

    /** Something worked: failures count from none again. */
    void rewarded() {
        failures = 0;
    }

    /** Waits before the next try, or gives up. */
    void tried(UnreachableException failure) throws UnreachableException, InterruptedException {
        if (++failures >= tries || failure.waitMillis() > LONGEST_WAIT) {
            throw failure;
        }
        Thread.sleep(failure.waitMillis() >= 0 ? failure.waitMillis() : firstPause << failures - 1);
    }
}
