/**
 * One experiment over many sites, units or tokens at once: lesion sweeps and patching grids. Nothing is computed again
 * that cannot have changed.
 */
package io.patchclamp.sweep;
