/** The kernel's own threads, which are in no cell's group. Begin with {@link io.patchclamp.kernel.thread.Threads}. */
package io.patchclamp.kernel.thread;
