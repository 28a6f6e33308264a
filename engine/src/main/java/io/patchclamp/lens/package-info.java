/**
 * What the residual stream would say if it ended here, and which part of the model put it there: logit lens and direct
 * logit attribution.
 *
 * <p>Begin at {@link io.patchclamp.lens.LogitLens} and {@link io.patchclamp.lens.DirectLogits}.
 */
package io.patchclamp.lens;
