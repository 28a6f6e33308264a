package io.patchclamp.view;

/** A result that knows its own parts. */
public interface Viewable {
    /**
     * What is to be seen.
     *
     * @return a tree of parts, from which text and HTML are made
     */
    Part view();
}
