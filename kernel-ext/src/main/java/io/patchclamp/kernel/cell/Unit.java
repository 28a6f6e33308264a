package io.patchclamp.kernel.cell;

/** A part of a cell that runs as one, in the order of the cell. */
public sealed interface Unit {
    /**
     * Where it begins.
     *
     * @return the line of the cell, from 0
     */
    int line();

    /**
     * Java, from the beginning of a line. Its lines are the cell's lines; only the rest of a line behind an embedded magic
     * is replaced.
     *
     * @param source the Java
     * @param line where it begins
     */
    record Java(String source, int line) implements Unit {}

    /**
     * A magic that is a line of its own.
     *
     * @param name without the percent sign
     * @param arguments what stands behind the name
     * @param line where it stands
     */
    record LineMagic(String name, String arguments, int line) implements Unit {}

    /**
     * A magic that takes the rest of the cell as it stands.
     *
     * @param name without the percent signs
     * @param arguments what stands behind the name
     * @param body all below its line, verbatim
     * @param line where it stands
     */
    record CellMagic(String name, String arguments, String body, int line) implements Unit {}

    /**
     * A question for a magic's help.
     *
     * @param name without percent signs and question mark
     * @param line where it stands
     */
    record Help(String name, int line) implements Unit {}

    /**
     * A comment that never ends; nothing follows it.
     *
     * @param line where it begins
     */
    record Unclosed(int line) implements Unit {}

    /**
     * A cell magic that is not the first thing in its cell.
     *
     * @param name without the percent signs
     * @param line where it stands
     */
    record Misplaced(String name, int line) implements Unit {}
}
