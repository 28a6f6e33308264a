/**
 * The forward pass, with an electrode's place after every operation a user can name. Implements {@code model}; knows no
 * file format and no DJL.
 */
package io.patchclamp.internal.decoder;
