package io.patchclamp.kernel.session;

/**
 * Where a snippet stands in a notebook.
 *
 * @param cell the cell's execution count
 * @param text the whole cell
 * @param line the snippet's first line in it, from 0
 */
public record Place(int cell, String text, int line) {}
