/** What the model says: text made token by token, with each token's probability. */
package io.patchclamp.generate;
