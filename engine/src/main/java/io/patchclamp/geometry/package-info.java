/**
 * What populations say, and how it is laid out: linear read-outs, principal components, dissimilarities, abstraction.
 *
 * <p>Start at {@link io.patchclamp.geometry.Decoder}. Everything takes {@link io.patchclamp.epoch.Responses} and looks at
 * them site by site; whatever is fitted is tried on trials it was not fitted to, and chance is what shuffled labels give.
 */
package io.patchclamp.geometry;
