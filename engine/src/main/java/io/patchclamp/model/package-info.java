/**
 * What can be seen: a {@link io.patchclamp.model.Model}, its sites, and the selectors that choose among them.
 *
 * <p>Begin at {@link io.patchclamp.model.Model}; then {@link io.patchclamp.model.Site} and
 * {@link io.patchclamp.model.Selector}. {@link io.patchclamp.model.ModuleTree} and
 * {@link io.patchclamp.model.ParameterCount} need the configuration alone. Running a model costs one pass over all its
 * weights a feed.
 */
package io.patchclamp.model;
