/**
 * Products of rows with a matrix, by the processor's vector instructions through {@code jdk.incubator.vector}, for where
 * libtorch leaves the machine idle: few rows are multiplied at the speed of memory, many at that of the widest units. Knows
 * neither DJL nor any model. Compiled on its own, because javac warns about every use of that module.
 */
package io.patchclamp.internal.vector;
