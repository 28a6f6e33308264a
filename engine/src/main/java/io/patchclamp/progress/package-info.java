/** How far a long piece of work is. */
package io.patchclamp.progress;
