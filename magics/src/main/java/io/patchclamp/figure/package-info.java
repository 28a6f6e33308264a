/** Pictures, each with the numbers behind it. */
package io.patchclamp.figure;
