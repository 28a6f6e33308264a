/**
 * Pictures, each with the numbers behind it. Start at {@link io.patchclamp.figure.HeatMap}: a matrix of tokens and units
 * goes in, a {@link io.patchclamp.figure.Figure} comes out, with its caption.
 */
package io.patchclamp.figure;
