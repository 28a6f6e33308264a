package io.patchclamp.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A text to hold tokenizers against.
 *
 * @param name what to call it
 * @param text the text
 * @param origin where it is from
 */
public record SampleText(String name, String text, String origin) {
    private static final String WRITTEN =
            "nine sentences written for Patchclamp, the same in English and in Chinese; Apache-2.0 as the rest";

    public SampleText {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * The texts that come with us: the same nine sentences in English and in Chinese, with some numbers in them. Short:
     * good for seeing that two tokenizers differ, not for the third digit.
     *
     * @return English, then Chinese
     */
    public static List<SampleText> builtIn() {
        return List.of(
                new SampleText("English", read("sample.en.txt"), WRITTEN),
                new SampleText("Chinese", read("sample.zh.txt"), WRITTEN));
    }

    /**
     * A text of the user's own.
     *
     * @param text the text
     * @return it, under the name {@code text}
     */
    public static SampleText given(String text) {
        return new SampleText("text", text, "as given");
    }

    /**
     * Its size.
     *
     * @return bytes in UTF-8
     */
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Its length.
     *
     * @return Unicode characters
     */
    public int characters() {
        return text.codePointCount(0, text.length());
    }

    private static String read(String name) {
        try (InputStream in = SampleText.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
