/**
 * Libraries added while a notebook runs: Maven coordinates with all they need, jars, folders. Begin with
 * {@link io.patchclamp.kernel.dependency.DependencyMagics}.
 */
package io.patchclamp.kernel.dependency;
