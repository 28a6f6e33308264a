package io.patchclamp.internal.token;

/**
 * What a SentencePiece vocabulary does beside merging.
 *
 * @param byteTokens id of the token for each of the 256 bytes, or {@link #NO_TOKEN}; only read it
 * @param unknown what a character without tokens becomes, or {@link #NO_TOKEN} to drop it
 * @param spaceFirst whether a space is put before each stretch of text
 */
public record SentencePieceStyle(int[] byteTokens, int unknown, boolean spaceFirst) {
    /** No token. */
    public static final int NO_TOKEN = -1;
}
