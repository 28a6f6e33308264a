package io.patchclamp.record;

/** Which of a trial's tokens become rows of a recording. */
public enum Pool {
    /** Every token is a row. */
    NONE,
    /** One row: the mean over tokens. Not for attention, whose queries see different numbers of keys. */
    MEAN,
    /** One row: the last token. */
    LAST,
    /** One row: the last token of the marked event, the first to have seen all of it. */
    EVENT
}
