package io.patchclamp.figure;

/** A figure that has been drawn. */
record Drawing(byte[] png, int cssWidth, int cssHeight, String caption, String text) implements Figure {
    @Override
    public byte[] png() {
        return png.clone();
    }
}
