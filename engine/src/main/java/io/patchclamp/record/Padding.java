package io.patchclamp.record;

/** On which side trials that are shorter than the longest are filled up. What is filled up means nothing. */
public enum Padding {
    /** Behind the last token: index 0 is each trial's first token. */
    RIGHT,
    /** Before the first token: index -1 is each trial's last token. */
    LEFT;

    /** Where the real numbers of an axis begin. */
    int start(int real, int padded) {
        return this == LEFT ? padded - real : 0;
    }
}
