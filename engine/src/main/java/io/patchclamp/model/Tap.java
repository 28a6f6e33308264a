package io.patchclamp.model;

/** An electrode that reads. It sees what the run goes on with, after any {@link Write} at the same place. */
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
     * Receives the numbers. Called on the thread that feeds; the slab's array is a fresh copy and may be kept.
     *
     * @param slab what is there
     */
    void read(Slab slab);
}
