/**
 * Models from a HuggingFace hub, kept in the cache that Python's {@code huggingface_hub} keeps them in. Entry: {@link
 * io.patchclamp.internal.hub.Hub}. Knows no model: it brings files.
 */
package io.patchclamp.internal.hub;
