/** How a result was made. */
package io.patchclamp.provenance;
