package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.patchclamp.fault.PatchclampException;

/**
 * Which tokens of a trial make its epoch. Left out unless kept: position 0, which in most models holds a few huge numbers
 * that depend on no stimulus, and special and template tokens, which belong to no stimulus.
 *
 * @param anchor which token is offset 0
 * @param from the first offset, often negative
 * @param to the last offset, inclusive
 * @param keepFirst whether position 0 of the prompt stays
 * @param keepMarks whether special tokens and those of the chat template stay
 */
public record Window(Anchor anchor, int from, int to, boolean keepFirst, boolean keepMarks) {
    private static final int LONGEST = 100_000;

    public Window {
        Objects.requireNonNull(anchor, "anchor");
        if (to < from || from < -LONGEST || to > LONGEST) {
            throw new PatchclampException(
                    "A window from offset " + from + " to " + to + " holds no token"
                            + (to < from ? "." : " that a model reads."),
                    "the first offset, then the last, such as -5 and 3");
        }
    }

    /**
     * Around the event's first token.
     *
     * @param from the first offset
     * @param to the last offset, inclusive
     * @return the alignment
     */
    public static Window eventFirst(int from, int to) {
        return new Window(Anchor.EVENT_FIRST, from, to, false, false);
    }

    /**
     * Around the event's last token.
     *
     * @param from the first offset
     * @param to the last offset, inclusive
     * @return the alignment
     */
    public static Window eventLast(int from, int to) {
        return new Window(Anchor.EVENT_LAST, from, to, false, false);
    }

    /**
     * Around the prompt's last token; later offsets are what the model added.
     *
     * @param from the first offset
     * @param to the last offset, inclusive
     * @return the alignment
     */
    public static Window promptLast(int from, int to) {
        return new Window(Anchor.PROMPT_LAST, from, to, false, false);
    }

    /**
     * With position 0 of the prompt.
     *
     * @return a changed copy
     */
    public Window keepingFirst() {
        return new Window(anchor, from, to, true, keepMarks);
    }

    /**
     * With special tokens and those of the chat template.
     *
     * @return a changed copy
     */
    public Window keepingMarks() {
        return new Window(anchor, from, to, keepFirst, true);
    }

    /**
     * How many offsets there are.
     *
     * @return at least 1
     */
    public int length() {
        return to - from + 1;
    }

    /** One line, such as {@code offset 0 is the event's last token; offsets -5 to 3; position 0 left out}. */
    @Override
    public String toString() {
        List<String> out = new ArrayList<>();
        if (!keepFirst) {
            out.add("position 0");
        }
        if (!keepMarks) {
            out.add("special and template tokens");
        }
        return "offset 0 is " + anchor.word() + "; offsets " + from + " to " + to
                + (out.isEmpty() ? "; no token left out" : "; " + String.join(" and ", out) + " left out");
    }
}
