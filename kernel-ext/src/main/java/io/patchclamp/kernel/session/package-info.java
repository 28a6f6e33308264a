/**
 * Java as it runs: one JShell for the life of the kernel, user code on a thread of its own that can be stopped, raw values
 * of results and variables. Begin with {@link io.patchclamp.kernel.session.JavaSession}.
 */
package io.patchclamp.kernel.session;
