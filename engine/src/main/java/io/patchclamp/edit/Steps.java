package io.patchclamp.edit;

/**
 * Steps of a generation: 0 reads the prompt, step k reads the k-th generated token. A prompt read without generating is
 * step 0.
 *
 * @param from the first step
 * @param to the last step, inclusive
 */
public record Steps(int from, int to) {
    /** Every step. */
    public static final Steps ALL = new Steps(0, Integer.MAX_VALUE);

    public Steps {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("steps " + from + ".." + to + " hold no step");
        }
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return from + ".." + (to == Integer.MAX_VALUE ? "" : to);
    }
}
