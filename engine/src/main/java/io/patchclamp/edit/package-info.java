/**
 * Interventions as data: an {@link io.patchclamp.edit.Edit} says what is done, where, at which tokens, in which steps; an
 * {@link io.patchclamp.edit.Intervention} binds edits to the trials of a run; a {@link io.patchclamp.edit.Receipt} says what
 * each of them did.
 */
package io.patchclamp.edit;
