/**
 * Directions that separate two conditions: learnt on one half of a recording's trials, tried on the other, beside random
 * directions. Knows recordings, and no model.
 */
package io.patchclamp.steer;
