package io.patchclamp.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stimuli in the order they are shown.
 *
 * @param items one a trial, at least one
 */
public record Trials(List<Item> items) {
    public Trials {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("no trials");
        }
    }

    /**
     * One stimulus.
     *
     * @param prompt the text shown, event marks removed
     * @param columns conditions and numbers as text, in the order of the header
     * @param event where the marked part of the prompt is, if a part was marked with {@code [[…]]}
     */
    public record Item(String prompt, Map<String, String> columns, Optional<Span> event) {
        public Item {
            columns = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(columns));
        }
    }

    /**
     * A part of a text.
     *
     * @param start its first UTF-16 unit
     * @param end one past its last UTF-16 unit
     */
    public record Span(int start, int end) {}

    /**
     * Prompts without conditions.
     *
     * @param prompts the texts, as they are: no marks are read
     * @return one trial a prompt
     */
    public static Trials of(String... prompts) {
        return new Trials(java.util.Arrays.stream(prompts)
                .map(p -> new Item(p, Map.of(), Optional.empty()))
                .toList());
    }

    /**
     * How many trials there are.
     *
     * @return at least 1
     */
    public int count() {
        return items.size();
    }
}
