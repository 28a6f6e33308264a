package io.patchclamp.kernel.complete;

import java.util.List;

/**
 * What may stand at the cursor.
 *
 * @param start the first UTF-16 unit that is replaced
 * @param end one past the last
 * @param matches the candidates, the likeliest first
 */
public record Completions(int start, int end, List<Match> matches) {
    public Completions {
        matches = List.copyOf(matches);
    }

    /**
     * A candidate.
     *
     * @param text what to put there
     * @param kind what it is, in one word
     */
    public record Match(String text, String kind) {}
}
