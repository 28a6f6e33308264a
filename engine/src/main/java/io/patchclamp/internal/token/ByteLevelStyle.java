package io.patchclamp.internal.token;

/**
 * How a byte-level vocabulary wants its text.
 *
 * @param rule how it is cut into words
 * @param composed whether it is brought to Unicode's composed form (NFC) first
 * @param wholeWords whether a word that is a token stays whole, whatever the merges would make of it
 */
public record ByteLevelStyle(WordRule rule, boolean composed, boolean wholeWords) {}
