/**
 * From recordings to read-outs: alignment to events, evoked responses, rasters, tuning, selectivity, decoding, geometry.
 *
 * <p>Two shapes of data: {@link io.patchclamp.epoch.Responses} has one number a trial and unit; epochs have one a trial,
 * unit and offset from an event.
 */
package io.patchclamp.epoch;
