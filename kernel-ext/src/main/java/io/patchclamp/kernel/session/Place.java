package io.patchclamp.kernel.session;

/**
 * Where a snippet stands in a notebook, or in a file that a cell loads.
 *
 * @param cell the cell's execution count
 * @param text the whole cell, or the text of the file
 * @param line the snippet's first line in it, from 0
 * @param file the file, and the cell of it if it is a notebook; empty for the cell itself
 */
public record Place(int cell, String text, int line, String file) {
    /**
     * A place in a cell.
     *
     * @param cell the cell's execution count
     * @param text the whole cell
     * @param line the snippet's first line in it, from 0
     */
    public Place(int cell, String text, int line) {
        this(cell, text, line, "");
    }

    /**
     * Another line of the same text.
     *
     * @param other the line, from 0
     * @return the place there
     */
    public Place at(int other) {
        return new Place(cell, text, other, file);
    }
}
