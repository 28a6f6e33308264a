package io.patchclamp.model;

/** A name that runs out if it is read too often: no regular expression may hang the kernel. */
record Budget(String text, int[] left) implements CharSequence {
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super(null, null, false, false);
        }
    }

    Budget(String text) {
        this(text, new int[] {200_000});
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
