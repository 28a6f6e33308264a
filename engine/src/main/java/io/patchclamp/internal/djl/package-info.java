/**
 * Tensors: the only room that knows DJL. A thin cover with named operations, native memory owned by scopes, and a few
 * fused kernels. Knows no model.
 */
package io.patchclamp.internal.djl;
