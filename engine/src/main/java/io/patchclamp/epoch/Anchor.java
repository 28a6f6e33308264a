package io.patchclamp.epoch;

/** Which token is offset 0. */
public enum Anchor {
    /** The event's first token: what comes before it has seen nothing of the event. */
    EVENT_FIRST("the event's first token"),
    /** The event's last token: the first to have seen all of it. Offset -1 may still be the event. */
    EVENT_LAST("the event's last token"),
    /** The prompt's last token: where the answer is predicted. */
    PROMPT_LAST("the prompt's last token");

    private final String word;

    Anchor(String word) {
        this.word = word;
    }

    /**
     * As axes and reports print it.
     *
     * @return such as {@code the event's last token}
     */
    public String word() {
        return word;
    }
}
