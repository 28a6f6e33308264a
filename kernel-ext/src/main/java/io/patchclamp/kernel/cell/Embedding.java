package io.patchclamp.kernel.cell;

/** Turns a magic inside Java into Java. */
public interface Embedding {
    /**
     * A magic whose value is used, as in {@code var m = %model smollm2}.
     *
     * @param name without the percent sign
     * @param arguments what stands behind the name
     * @return a Java expression on one line
     */
    String expression(String name, String arguments);

    /**
     * A magic that is a statement in a block, as in the body of a loop.
     *
     * @param name without the percent sign
     * @param arguments what stands behind the name
     * @return a Java statement on one line
     */
    String statement(String name, String arguments);
}
