package io.patchclamp.internal.token;

/** Text to token ids and back. Safe for several threads. */
public interface TextCodec {
    /**
     * Splits a text.
     *
     * @param text any text
     * @param marks whether to add the marks of beginning and end that the file asks for
     * @return its tokens; an added mark begins and ends at the same place
     */
    Pieces encode(String text, boolean marks);

    /**
     * The text of some tokens.
     *
     * @param ids ids of the vocabulary
     * @return their text
     */
    String decode(int[] ids);
}
