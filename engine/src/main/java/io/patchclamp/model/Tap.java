package io.patchclamp.model;

/**
 * An electrode that reads. It sees what the run goes on with, after any {@link Write} at the same place; or, if it
 * {@link #beforeWrites}, what the model had computed there on its own.
 */
public interface Tap {
    /**
     * Where it reads.
     *
     * @return the point
     */
    Point point();

    /**
     * In which block it reads.
     *
     * @return the layer, or -1 where the model has the point once
     */
    int layer();

    /**
     * Whether it reads what was there before any {@link Write} at the same place, in the same pass.
     *
     * @return false to see what the run goes on with
     */
    default boolean beforeWrites() {
        return false;
    }

    /**
     * Receives the numbers. Called on the thread that feeds; the slab's array is a fresh copy and may be kept.
     *
     * @param slab what is there
     */
    void read(Slab slab);
}
