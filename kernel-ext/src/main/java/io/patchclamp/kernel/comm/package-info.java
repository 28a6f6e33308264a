/**
 * Comms: lines between Java in a notebook and widgets in its page. Begin with {@link io.patchclamp.kernel.comm.Comm}.
 */
package io.patchclamp.kernel.comm;
