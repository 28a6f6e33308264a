package io.patchclamp.edit;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which token of the source a patched token is given.
 *
 * @param by what both texts are laid side by side at
 * @param pairs from a position in the run to one in the source; only these are patched. Empty unless {@code by} is PAIRS
 */
public record Alignment(By by, Map<Integer, Integer> pairs) {
    /** The same position, counted from the beginning. */
    public static final Alignment START = new Alignment(By.START, Map.of());

    /** The same position, counted from the end of the prompt. */
    public static final Alignment END = new Alignment(By.END, Map.of());

    /** The same position, counted from the first token of the event. */
    public static final Alignment EVENT = new Alignment(By.EVENT, Map.of());

    public Alignment {
        Objects.requireNonNull(by, "by");
        pairs = Map.copyOf(new TreeMap<>(pairs));
    }

    /** What two texts are laid side by side at. */
    public enum By {
        /** Their first tokens. */
        START,
        /** The last tokens of the prompts. */
        END,
        /** The first tokens of the events. */
        EVENT,
        /** Given pairs. */
        PAIRS
    }

    /**
     * Only these tokens.
     *
     * @param pairs from a position in the run to one in the source
     * @return the alignment
     */
    public static Alignment pairs(Map<Integer, Integer> pairs) {
        return new Alignment(By.PAIRS, pairs);
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return by == By.PAIRS
                ? new TreeMap<>(pairs)
                        .entrySet().stream()
                                .map(p -> p.getValue() + ">" + p.getKey())
                                .collect(Collectors.joining(", "))
                : by.name().toLowerCase(java.util.Locale.ROOT);
    }
}
