/**
 * The files that hold a model's vocabulary, each brought into one form: a {@code tokenizer.json} in memory. Begin with
 * {@link io.patchclamp.internal.vocabulary.VocabularyFiles}. Knows no model type.
 */
package io.patchclamp.internal.vocabulary;
