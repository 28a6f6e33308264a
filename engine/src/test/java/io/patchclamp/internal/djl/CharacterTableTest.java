package io.patchclamp.internal.djl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Over a broken table the library ends the process: nothing of it reaches the library. */
class CharacterTableTest {
    private static final int LEAF = 1 << 8;

    private static JsonTokenizer with(String table) throws IOException {
        return JsonTokenizer.of(Json.parseObject(
                "{\"version\":\"1.0\",\"added_tokens\":[],\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":"
                        + "[{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + table
                        + "\"}]},\"pre_tokenizer\":null,"
                        + "\"post_processor\":null,\"decoder\":null,"
                        + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1},\"merges\":[]}}",
                "it"));
    }

    /** A trie in which 'a' alone is a way, to a leaf that points to a place in the texts. */
    private static String table(int offsetOfRoot, int offsetOfLeaf, int place, String texts) {
        int[] units = new int[512];
        units[0] = offsetOfRoot << 10;
        units[256 ^ 'a'] = 'a' | LEAF | offsetOfLeaf << 10;
        units[256 ^ 'a' ^ 1] = place;
        byte[] bytes = texts.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(4 + 4 * units.length + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(4 * units.length);
        for (int unit : units) {
            out.putInt(unit);
        }
        return Base64.getEncoder().encodeToString(out.put(bytes).array());
    }

    @Test
    void aWholeTableIsRead() throws IOException {
        assertThat(with(table(256, 1, 0, "b\u0000")).encode("a", false).ids()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "!!, not in base 64",
        "'', do not hold what they say",
        "AAAA, do not hold what they say",
        "/////w==, do not hold what they say",
        "BAAAAAAAAAD/, texts are not UTF-8",
        "BAAAAAAAAAA=, leads to entry 1 of 1"
    })
    void whatIsNoTableIsRefused(String table, String why) {
        assertThatThrownBy(() -> with(table)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    @Test
    void aStepOrALeafBeyondTheEndIsRefused() {
        assertThatThrownBy(() -> with(table(512, 1, 0, "b\u0000"))).hasMessageContaining("leads to entry 513 of 512");
        assertThatThrownBy(() -> with(table(256, 2048, 0, "b\u0000"))).hasMessageContaining("of 512");
        assertThatThrownBy(() -> with(table(256, 1, 9, "b\u0000"))).hasMessageContaining("byte 9 of 2 of its texts");
        assertThatThrownBy(() -> with(table(256, 1, 1, "é\u0000"))).hasMessageContaining("byte 1 of 3 of its texts");
    }
}
