package io.patchclamp.model;

/**
 * A text that runs out if it is read too often: no regular expression may hang the kernel.
 *
 * @param text the text
 * @param left how often a character may still be read, in its only element
 */
public record Budget(String text, int[] left) implements CharSequence {
    /** A text was read too often. */
    public static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super(null, null, false, false);
        }
    }

    /**
     * A text that may be read as often as any reasonable expression needs.
     *
     * @param text the text
     */
    public Budget(String text) {
        this(text, new int[] {Math.max(200_000, 200 * text.length())});
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new Spent();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
