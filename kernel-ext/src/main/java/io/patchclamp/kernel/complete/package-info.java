/** What may stand at the cursor, what it means, and whether a cell is done. */
package io.patchclamp.kernel.complete;
