/**
 * One experiment over many sites, units or tokens at once: lesion sweeps, patching grids, paths. Nothing is computed again
 * that cannot have changed.
 */
package io.patchclamp.sweep;
