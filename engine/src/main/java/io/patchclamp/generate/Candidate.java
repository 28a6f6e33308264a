package io.patchclamp.generate;

/**
 * A token that could have come next.
 *
 * @param id its id
 * @param visible the token made visible
 * @param probability between 0 and 1
 */
public record Candidate(int id, String visible, double probability) {
    /**
     * The largest logits.
     *
     * @param logits one a token id
     * @param count how many
     * @return their ids, largest first; of equal ones the lower id first
     */
    public static int[] largest(float[] logits, int count) {
        int[] best = new int[Math.min(count, logits.length)];
        int found = 0;
        for (int i = 0; i < logits.length; i++) {
            int at = found;
            while (at > 0 && logits[i] > logits[best[at - 1]]) {
                at--;
            }
            if (at < best.length) {
                found = Math.min(found + 1, best.length);
                System.arraycopy(best, at, best, at + 1, found - at - 1);
                best[at] = i;
            }
        }
        return best;
    }
}
