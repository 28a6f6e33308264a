/**
 * Which unit moved an output: gradient × activation, integrated gradients and attribution patching, each beside what
 * really happens when a unit is removed or patched.
 *
 * <p>Begin at {@link io.patchclamp.attribute.Attribution}.
 */
package io.patchclamp.attribute;
