package io.patchclamp.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.patchclamp.model.ModuleTree.Group;

/**
 * What a vocabulary costs, and what it buys: its rows in the model, and how few tokens texts become.
 *
 * @param name what to call it
 * @param origin where the tokenizer came from, such as {@code tokenizer.json}
 * @param tokens how many tokens there are
 * @param rows rows of the embedding; the tokens, where no model is known
 * @param parameters of embedding and unembedding together, a shared one counted once; 0 where no model is known
 * @param total parameters of the whole model; 0 where no model is known
 * @param tied whether the unembedding is the embedding
 * @param passages what each text becomes, in the order of the texts
 */
public record VocabularyUse(
        String name,
        String origin,
        int tokens,
        int rows,
        long parameters,
        long total,
        boolean tied,
        List<Passage> passages) {
    public VocabularyUse {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        passages = List.copyOf(passages);
    }

    /**
     * Of a loaded model.
     *
     * @param model whose
     * @param texts what to split
     * @return its vocabulary's cost and use
     */
    public static VocabularyUse of(Model model, List<SampleText> texts) {
        return of(model.name(), model.tokenizer(), model.modules(), texts);
    }

    /**
     * Of a model whose weights need not be there.
     *
     * @param name what to call it
     * @param tokenizer its tokenizer
     * @param modules what it is made of
     * @param texts what to split
     * @return its vocabulary's cost and use
     */
    public static VocabularyUse of(String name, Tokenizer tokenizer, ModuleTree modules, List<SampleText> texts) {
        ParameterCount count = ParameterCount.of(modules);
        return new VocabularyUse(
                name,
                tokenizer.origin(),
                tokenizer.size(),
                modules.config().vocabulary(),
                count.count(Group.VOCABULARY),
                count.total(),
                modules.config().tiedHead(),
                passages(tokenizer, texts));
    }

    /**
     * Of a tokenizer alone.
     *
     * @param name what to call it
     * @param tokenizer the tokenizer
     * @param texts what to split
     * @return what it buys; what it costs is not known
     */
    public static VocabularyUse of(String name, Tokenizer tokenizer, List<SampleText> texts) {
        return new VocabularyUse(
                name, tokenizer.origin(), tokenizer.size(), tokenizer.size(), 0, 0, false, passages(tokenizer, texts));
    }

    private static List<Passage> passages(Tokenizer tokenizer, List<SampleText> texts) {
        return texts.stream().map(text -> Passage.of(tokenizer, text)).toList();
    }

    /**
     * How many rows more it takes to be a multiple. Matrices of such sizes are multiplied faster: of 8 on many devices, of
     * 64 on an A100.
     *
     * @param of such as 64
     * @return 0 if it is one
     */
    public int padding(int of) {
        return Math.floorMod(-rows, of);
    }

    /**
     * How much of the model the vocabulary is.
     *
     * @return 0 to 1; empty where no model is known
     */
    public OptionalDouble share() {
        return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) parameters / total);
    }

    /**
     * What one text becomes.
     *
     * @param name the text's
     * @param tokens how many, without the marks that are put around every text
     * @param bytes of the text in UTF-8
     * @param characters of the text
     * @param whole whether the tokens give the text back; if not, something of it was unknown, dropped or rewritten, and
     *     the fewer tokens are no gain
     */
    public record Passage(String name, int tokens, int bytes, int characters, boolean whole) {
        private static Passage of(Tokenizer tokenizer, SampleText text) {
            Tokens split = tokenizer.encode(text.text());
            int[] ids = IntStream.range(0, split.count())
                    .filter(i -> !split.starts().get(i).equals(split.ends().get(i))
                            || !tokenizer.isSpecial(split.ids().get(i)))
                    .map(i -> split.ids().get(i))
                    .toArray();
            boolean whole = tokenizer.decode(ids).equals(text.text());
            return new Passage(text.name(), ids.length, text.bytes(), text.characters(), whole);
        }

        /**
         * The compression: more is better.
         *
         * @return bytes a token; 0 for a text without tokens
         */
        public double bytesPerToken() {
            return tokens == 0 ? 0 : (double) bytes / tokens;
        }

        /**
         * The same in characters.
         *
         * @return characters a token; 0 for a text without tokens
         */
        public double charactersPerToken() {
            return tokens == 0 ? 0 : (double) characters / tokens;
        }
    }
}
