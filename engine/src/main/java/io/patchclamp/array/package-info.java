/** Numbers with named axes: what every result hands out. */
package io.patchclamp.array;
