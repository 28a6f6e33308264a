package io.patchclamp.sweep;

import java.util.List;
import java.util.Objects;

import io.patchclamp.edit.Edit;

/**
 * One cell of a sweep: what is done to every trial, by itself.
 *
 * @param name what to call it, such as {@code L5.attn.z[3]}
 * @param layer the block, or -1 where the model has the site once
 * @param unit the head or unit; -1 for a whole site
 * @param token the position; -1 for all
 * @param edits what is done, in order
 */
public record Cell(String name, int layer, int unit, int token, List<Edit> edits) {
    public Cell {
        Objects.requireNonNull(name, "name");
        edits = List.copyOf(edits);
    }
}
