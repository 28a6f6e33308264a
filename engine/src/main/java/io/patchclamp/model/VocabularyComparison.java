package io.patchclamp.model;

import java.util.List;

/**
 * Vocabularies side by side, on the same texts. How large a vocabulary should be is a trade: a larger one turns the same
 * text into fewer tokens, so that more of it fits a context and less is computed; but its rows are parameters, held in
 * memory and multiplied at every token.
 *
 * @param texts what was split
 * @param uses one a vocabulary, each with a passage for every text
 */
public record VocabularyComparison(List<SampleText> texts, List<VocabularyUse> uses) {
    public VocabularyComparison {
        texts = List.copyOf(texts);
        uses = List.copyOf(uses);
        for (VocabularyUse use : uses) {
            if (use.passages().size() != texts.size()) {
                throw new IllegalArgumentException(
                        use.name() + " has " + use.passages().size() + " passages for " + texts.size() + " texts");
            }
        }
    }

    /**
     * Splits the same texts with each model's tokenizer.
     *
     * @param models whose vocabularies, in this order
     * @param texts what to split, such as {@link SampleText#builtIn}
     * @return them side by side
     */
    public static VocabularyComparison of(List<Model> models, List<SampleText> texts) {
        return new VocabularyComparison(
                texts,
                models.stream().map(model -> VocabularyUse.of(model, texts)).toList());
    }
}
