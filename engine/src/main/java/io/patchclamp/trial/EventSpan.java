package io.patchclamp.trial;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;

/**
 * The tokens of one event.
 *
 * @param trial the trial's number, from 0
 * @param text the marked part of the prompt
 * @param first the first token that overlaps it, counted from the prompt's first
 * @param last the last token that overlaps it
 * @param visible these tokens, made visible
 * @param exact whether the tokens hold the marked part and nothing else but a space before it
 */
public record EventSpan(int trial, String text, int first, int last, List<String> visible, boolean exact) {
    public EventSpan {
        Objects.requireNonNull(text, "text");
        visible = List.copyOf(visible);
        if (visible.size() != last - first + 1) {
            throw new IllegalArgumentException(visible + " from " + first + " to " + last);
        }
    }

    /**
     * How many tokens the event is.
     *
     * @return at least 1
     */
    public int count() {
        return visible.size();
    }

    static Tokens tokens(Model model, Item item) {
        return item.whole()
                ? model.tokenizer().encodeWhole(item.prompt())
                : model.tokenizer().encode(item.prompt());
    }

    /** The tokens of an event that is there. */
    static EventSpan of(int trial, Item item, Tokens tokens) {
        Span event = item.event().orElseThrow();
        BitSet found = tokens.overlapping(event.start(), event.end());
        if (found.isEmpty()) {
            throw new PatchclampException(
                    "The event of '" + item.prompt() + "' overlaps no token.", "[[…]] around at least one character");
        }
        int first = found.nextSetBit(0);
        int last = found.length() - 1;
        String before = item.prompt().substring(Math.min(tokens.starts().get(first), event.start()), event.start());
        boolean exact = before.isBlank() && tokens.ends().get(last) <= event.end();
        return new EventSpan(
                trial,
                item.prompt().substring(event.start(), event.end()),
                first,
                last,
                tokens.visible().subList(first, last + 1),
                exact);
    }

    @Override
    public String toString() {
        return "'" + text + "' is " + (count() == 1 ? "" : count() + " tokens: ") + String.join(" ", visible)
                + (exact ? "" : ", which holds more than the event");
    }
}
