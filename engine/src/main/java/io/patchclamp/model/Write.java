package io.patchclamp.model;

/** An electrode that forces. What it leaves in the slab is what the run goes on with, bit for bit. */
public interface Write {
    /**
     * Where it writes.
     *
     * @return the point
     */
    Point point();

    /**
     * In which block it writes.
     *
     * @return the layer, or -1 where the model has the point once
     */
    int layer();

    /**
     * Changes the numbers in place. Called on the thread that feeds, in the order the writes were given.
     *
     * @param slab what is there
     */
    void write(Slab slab);
}
