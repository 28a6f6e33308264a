/** Files on disk made into models and tokenizers. */
package io.patchclamp.internal.load;
