package io.patchclamp.figure;

/** A finished picture: its pixels, its size on the page, and what it shows in words. Immutable. */
public interface Figure {
    /**
     * The picture.
     *
     * @return a PNG of twice {@link #cssWidth()} by twice {@link #cssHeight()} pixels, a copy
     */
    byte[] png();

    /**
     * How wide the picture is meant to be shown.
     *
     * @return the width in CSS pixels, half the bitmap's
     */
    int cssWidth();

    /**
     * How high the picture is meant to be shown.
     *
     * @return the height in CSS pixels, half the bitmap's
     */
    int cssHeight();

    /**
     * What the picture shows: n, what the colour or the line is, its limits, and what was pooled.
     *
     * @return one sentence; the picture carries it too
     */
    String caption();

    /**
     * The picture for who cannot see it.
     *
     * @return the caption, then the size, the limits and the peaks with their tokens and units, in lines
     */
    String text();
}
