package io.patchclamp.model;

/**
 * What an electrode at one end of a module reads, or why there is none to be had.
 *
 * @param point the place, or null where nothing can be read
 * @param layer the block, or -1 where the model has the place once
 * @param flat whether {@code transformers} has heads side by side there
 * @param reason why nothing can be read, or null
 */
public record TapPlace(Point point, int layer, boolean flat, String reason) {
    public TapPlace {
        if ((point == null) == (reason == null)) {
            throw new IllegalArgumentException("a reading needs either a point or a reason");
        }
    }

    /**
     * A place.
     *
     * @param point which
     * @param layer in which block, or -1
     * @param flat whether heads lie side by side
     * @return the reading
     */
    public static TapPlace at(Point point, int layer, boolean flat) {
        return new TapPlace(point, layer, flat, null);
    }

    /**
     * Nothing to read.
     *
     * @param reason such as {@code its input is token ids, not activations}
     * @return the reading
     */
    public static TapPlace none(String reason) {
        return new TapPlace(null, -1, false, reason);
    }
}
