package io.patchclamp.internal.token;

/**
 * Token ids and where each lies in the text, in UTF-16 units. The arrays are shared, not copied: only read them.
 *
 * @param ids token ids
 * @param starts where each begins
 * @param ends where each ends, exclusive
 */
public record Pieces(int[] ids, int[] starts, int[] ends) {}
