package io.patchclamp.trial;

/** Why a trial is left out. */
public enum Reason {
    /** The event, or the whole prompt, is not split into tokens as the others are. */
    TOKENISATION("tokenisation mismatch"),
    /** The model did not do the task in this trial. */
    WRONG_ANSWER("wrong answer"),
    /** More tokens than were wanted. */
    TOO_LONG("too long"),
    /** No part of the prompt is marked, and what was asked for is aligned to the event. */
    NO_EVENT("no event"),
    /** Nothing of it lies in the window, or something that is needed does not. */
    OUTSIDE("outside the window"),
    /** The same prompt was there before: a model has no noise, so a repetition is no further item. */
    REPEATED("repeated prompt"),
    /** A selection that it does not meet. */
    NOT_SELECTED("not selected"),
    /** Somebody looked at it and took it out. */
    BY_HAND("by hand");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /**
     * As logs print it.
     *
     * @return such as {@code wrong answer}
     */
    public String word() {
        return word;
    }
}
