package io.patchclamp.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

import io.patchclamp.internal.token.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VisibleTokenTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "' Paris',·Paris",
                "'   ',···",
                "'a b ',a·b·",
                "'\n',⏎",
                "'\n\n\t',⏎⏎⇥",
                "'\r\n',⟨0x0D⟩⏎",
                "'\u0000',⟨0x00⟩",
                "'\u007F',⟨0x7F⟩",
                "'\u0085',⟨U+0085⟩",
                "'\u00A0x',⟨U+00A0⟩x",
                "'\u3000',⟨U+3000⟩",
                "'a\u200D',a⟨U+200D⟩",
                "'\u2028',⟨U+2028⟩",
                "'\uE000',⟨U+E000⟩",
                "'\u0301',◌\u0301",
                "'e\u0301',e\u0301",
                "'漢',漢",
                "'👍🏽',👍🏽",
                "'',⟨empty⟩",
            })
    void nothingInATokenStaysInvisible(String text, String visible) {
        assertThat(visible(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(visible);
    }

    @ParameterizedTest
    @CsvSource({
        "E5,          ⟨0xE5⟩",
        "20 F0 9F,    ·⟨0xF0⟩⟨0x9F⟩",
        "80 41 E6 BC, ⟨0x80⟩A⟨0xE6⟩⟨0xBC⟩",
    })
    void bytesThatAreNoTextAreNumbers(String hex, String visible) {
        assertThat(visible(HexFormat.ofDelimiter(" ").parseHex(hex))).isEqualTo(visible);
    }

    @ParameterizedTest
    @CsvSource({
        "<|im_start|>, ⟨im_start⟩",
        "<s>, ⟨s⟩",
        "</s>, ⟨/s⟩",
        "[CLS], ⟨CLS⟩",
        "<｜begin▁of▁sentence｜>, ⟨begin▁of▁sentence⟩",
        "PAD, ⟨PAD⟩",
        "<>, ⟨<>⟩",
        "<||>, ⟨||⟩",
        "'<|a b|>', ⟨a·b⟩",
    })
    void specialTokensLoseTheirBrackets(String written, String visible) {
        BitSet special = new BitSet();
        special.set(0);
        Vocabulary vocabulary =
                new Vocabulary(List.of(written), List.of(written.getBytes(StandardCharsets.UTF_8)), special);
        assertThat(VisibleToken.of(vocabulary, 0)).isEqualTo(visible);
    }

    @Test
    void aSpecialTokenWithoutTextIsVisibleToo() {
        BitSet special = new BitSet();
        special.set(0);
        assertThat(VisibleToken.of(new Vocabulary(List.of(""), List.of(new byte[0]), special), 0))
                .isEqualTo("⟨empty⟩");
    }

    private static String visible(byte[] bytes) {
        return VisibleToken.of(new Vocabulary(List.of("x"), List.of(bytes), new BitSet()), 0);
    }
}
