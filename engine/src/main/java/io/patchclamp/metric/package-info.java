/**
 * What is measured when something is changed: numbers read off the next-token distribution.
 *
 * <p>Begin at {@link io.patchclamp.metric.Metric}. Nothing here runs a model.
 */
package io.patchclamp.metric;
