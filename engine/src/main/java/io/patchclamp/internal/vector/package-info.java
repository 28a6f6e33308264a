/**
 * Products of a few rows with a large matrix, by the processor's vector instructions through {@code jdk.incubator.vector}:
 * such a product is over when the matrix has been read once, and libtorch reads it at a third of the speed memory has.
 * Knows neither DJL nor any model. Compiled on its own, because javac warns about every use of that module.
 */
package io.patchclamp.internal.vector;
