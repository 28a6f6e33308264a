package io.patchclamp.model;

import java.util.List;
import java.util.Optional;

/** Text to token ids and back, as {@code transformers} does it for the same model. Safe for several threads. */
public interface Tokenizer {
    /**
     * Splits a text. Special tokens written in the text (such as {@code <|im_start|>}) become their one token; a
     * beginning-of-text token is added where the model wants one. Nothing is ever truncated.
     *
     * @param text any text, also the empty one
     * @return its tokens
     */
    Tokens encode(String text);

    /**
     * Splits a text that brings its own beginning, such as a chat that its {@link ChatTemplate} wrote: as
     * {@link #encode}, but nothing is added to it.
     *
     * @param text any text, also the empty one
     * @return its tokens
     */
    Tokens encodeWhole(String text);

    /**
     * The text of some tokens.
     *
     * @param ids token ids
     * @return their text; bytes that are no UTF-8 become {@code U+FFFD}
     * @throws io.patchclamp.fault.PatchclampException if an id is not in the vocabulary
     */
    String decode(int... ids);

    /**
     * The bytes one token stands for.
     *
     * @param id a token id
     * @return its bytes in UTF-8; a special token's own text
     */
    byte[] bytes(int id);

    /**
     * Whether a token is a special one.
     *
     * @param id a token id
     * @return true for beginning and end of text, chat marks and the like
     */
    boolean isSpecial(int id);

    /**
     * How many tokens there are.
     *
     * @return one more than the largest id
     */
    int size();

    /**
     * The tokens that end a generation.
     *
     * @return their ids; empty if the file names none
     */
    List<Integer> endOfText();

    /**
     * Where the tokenizer came from.
     *
     * @return such as {@code tokenizer.json} or {@code gguf:gpt2/smollm}
     */
    String origin();

    /**
     * The one token a text is.
     *
     * @param text such as {@code " Paris"}
     * @return its id
     * @throws io.patchclamp.fault.PatchclampException if the text is several tokens; the message shows the split
     */
    int single(String text);

    /**
     * A token made visible: {@code ·} for a leading space, {@code ⏎} for a newline, {@code ⇥} for a tab,
     * {@code ⟨im_start⟩} for a special token, {@code ⟨0xE5⟩} for bytes that are no text.
     *
     * @param id a token id
     * @return never empty
     */
    String visible(int id);

    /**
     * How the model wants a conversation written, if its files say so; models that only continue text have none.
     *
     * @return the template
     * @throws io.patchclamp.fault.PatchclampException if there is one and it cannot be read
     */
    default Optional<ChatTemplate> chatTemplate() {
        return Optional.empty();
    }
}
