/**
 * Weight files as they lie on disk: GGUF and safetensors. Start at {@link io.patchclamp.internal.format.TensorFile}.
 *
 * <p>Every number a file claims is checked against what the file has before it is believed, so that a broken or hostile
 * file costs an error message and nothing else. Knows no model and no tensor library.
 */
package io.patchclamp.internal.format;
