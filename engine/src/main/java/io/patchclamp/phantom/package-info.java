/**
 * Tiny models with planted circuits: the only ground truth there is. A {@link io.patchclamp.phantom.Phantom} says what
 * was planted where, makes stimuli for it, and is loaded and run like any other model.
 */
package io.patchclamp.phantom;
