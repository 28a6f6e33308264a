/** The Jupyter kernel: transport, JShell session, completion, display, install. */
package io.patchclamp.kernel;
