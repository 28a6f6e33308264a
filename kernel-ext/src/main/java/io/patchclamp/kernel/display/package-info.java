/**
 * What a cell shows: streams, results, displays that update in place, progress. Begin with
 * {@link io.patchclamp.kernel.display.Outlet}; users call {@link io.patchclamp.kernel.display.Notebook}.
 */
package io.patchclamp.kernel.display;
