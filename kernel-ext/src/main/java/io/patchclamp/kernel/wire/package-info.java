/**
 * The Jupyter wire: five sockets, their loops, and messages that are checked before anyone believes them. Begin with
 * {@link io.patchclamp.kernel.wire.Connection}.
 */
package io.patchclamp.kernel.wire;
