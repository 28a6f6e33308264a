/**
 * A cell's text, taken apart into Java and magics. Knows strings, text blocks, characters and comments, so that a percent
 * sign in any of them, or a remainder, is never taken for a magic. Begin with {@link io.patchclamp.kernel.cell.Cell}.
 */
package io.patchclamp.kernel.cell;
