package io.patchclamp.internal.token;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8Test {
    /** As Rust's {@code String::from_utf8_lossy}; the JDK makes one character of the surrogate in the fourth row. */
    @ParameterizedTest
    @CsvSource({
        "41 C3 A9,                Aé",
        "E6 BC,                   \uFFFD",
        "E6 BC 41,                \uFFFDA",
        "ED A0 80,                \uFFFD\uFFFD\uFFFD",
        "C0 80,                   \uFFFD\uFFFD",
        "F0 9F 98,                \uFFFD",
        "F0 9F 98 80,             😀",
        "F0 80 80 80,             \uFFFD\uFFFD\uFFFD\uFFFD",
        "F4 90 80 80,             \uFFFD\uFFFD\uFFFD\uFFFD",
        "F5 41,                   \uFFFDA",
        "80 80 E2 82 41 C3,       \uFFFD\uFFFD\uFFFDA\uFFFD",
        "EF BF BD,                \uFFFD",
    })
    void brokenBytesBecomeReplacementCharacters(String hex, String text) {
        assertThat(Utf8.lossy(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(text);
    }

    @Test
    void everyCharacterReadsBack() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        String text = all.toString();
        assertThat(Utf8.lossy(text.getBytes(StandardCharsets.UTF_8)).equals(text))
                .isTrue();
    }

    @Test
    void loneSurrogatesAreReplacedInPlace() {
        assertThat(Utf8.wellFormed("a\uD83Db\uDE00\uD83D\uDE00\uD83D")).isEqualTo("a\uFFFDb\uFFFD😀\uFFFD");
        String good = "a😀";
        assertThat(Utf8.wellFormed(good)).isSameAs(good);
    }
}
