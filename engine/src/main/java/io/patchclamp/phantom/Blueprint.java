package io.patchclamp.phantom;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.array.NamedArray;

/**
 * What a phantom is built from: the same three things as any checkpoint. The tokens are the end mark, the beginning mark,
 * the 256 bytes, and then the words.
 *
 * @param config its {@code config.json}
 * @param tensors its weights as {@code transformers} names and shapes them, in the order of the modules
 * @param words its words, each one token; a word after a space begins with that space
 */
public record Blueprint(String config, Map<String, NamedArray> tensors, List<String> words) {
    /** The token that ends a text. */
    public static final int END = 0;

    /** The token put before every text. */
    public static final int BEGIN = 1;

    /** The token of byte 0; the other 255 follow. */
    public static final int FIRST_BYTE = 2;

    /** The token of the first word. */
    public static final int FIRST_WORD = FIRST_BYTE + 256;

    public Blueprint {
        Objects.requireNonNull(config, "config");
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        words = List.copyOf(words);
    }
}
