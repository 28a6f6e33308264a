/**
 * Puts the kernel where Jupyter finds it: kernelspec, JVM options a user can edit, logos, class-data archive. Begin with
 * {@link io.patchclamp.kernel.install.Installer}.
 */
package io.patchclamp.kernel.install;
