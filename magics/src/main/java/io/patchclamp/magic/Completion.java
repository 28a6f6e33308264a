package io.patchclamp.magic;

import java.util.Objects;

/**
 * What may stand where the cursor is.
 *
 * @param text what to put there
 * @param start the first UTF-16 unit of the line it replaces
 * @param end one past the last UTF-16 unit of the line it replaces
 * @param kind what it is, in one word: {@code magic}, {@code option}, {@code path}, …
 * @param summary one sentence on what it means; may be empty
 */
public record Completion(String text, int start, int end, String kind, String summary) {
    public Completion {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(summary, "summary");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("completion '" + text + "' from " + start + " to " + end);
        }
    }
}
