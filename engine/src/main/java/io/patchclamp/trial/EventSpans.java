package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.patchclamp.model.Model;

/**
 * Where the tokenizer puts the events of some trials.
 *
 * @param spans one a trial that marks an event, in order
 * @param unmarked the numbers of trials that mark none, from 0
 */
public record EventSpans(List<EventSpan> spans, List<Integer> unmarked) {
    public EventSpans {
        spans = List.copyOf(spans);
        unmarked = List.copyOf(unmarked);
    }

    static EventSpans of(Model model, Trials trials) {
        List<EventSpan> spans = new ArrayList<>();
        List<Integer> unmarked = new ArrayList<>();
        for (int t = 0; t < trials.count(); t++) {
            Trials.Item item = trials.items().get(t);
            if (item.event().isPresent()) {
                spans.add(EventSpan.of(t, item, EventSpan.tokens(model, item)));
            } else {
                unmarked.add(t);
            }
        }
        return new EventSpans(spans, unmarked);
    }

    /**
     * How many events are one token, two, and so on.
     *
     * @return counts by number of tokens, ascending
     */
    public Map<Integer, Integer> counts() {
        return spans.stream()
                .collect(Collectors.groupingBy(EventSpan::count, TreeMap::new, Collectors.summingInt(s -> 1)));
    }

    /**
     * The events of several tokens: aligned to the first, they have not been read; aligned to the last, offset -1 is
     * still the event.
     *
     * @return in order
     */
    public List<EventSpan> several() {
        return spans.stream().filter(s -> s.count() > 1).toList();
    }

    /**
     * The events that begin or end within a token.
     *
     * @return in order
     */
    public List<EventSpan> inexact() {
        return spans.stream().filter(s -> !s.exact()).toList();
    }

    /** One line, such as {@code 40 events: 31 of 1 token, 9 of 2 tokens}. */
    @Override
    public String toString() {
        String counts = counts().entrySet().stream()
                .map(e -> e.getValue() + " of " + e.getKey() + " token" + (e.getKey() == 1 ? "" : "s"))
                .collect(Collectors.joining(", "));
        return spans.size() + " event" + (spans.size() == 1 ? "" : "s") + (spans.isEmpty() ? "" : ": " + counts)
                + (inexact().isEmpty() ? "" : "; " + inexact().size() + " begin or end within a token")
                + (unmarked.isEmpty() ? "" : "; " + unmarked.size() + " trials mark none");
    }
}
