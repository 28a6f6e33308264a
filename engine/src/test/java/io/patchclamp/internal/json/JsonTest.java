package io.patchclamp.internal.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTest {
    @Test
    void whatIsWrittenIsReadBackInItsOrder() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", Arrays.asList(1L, -2L, null, true, "ü\u2028\"\\\n😀", 2.5, List.of(), Map.of()));
        value.put("a", Long.MAX_VALUE);
        assertThat(Json.parseObject(Json.write(value), "it")).isEqualTo(value);
        assertThat(Json.parseObject(Json.writeIndented(value), "it").keySet()).containsExactly("z", "a");
        assertThat(Json.write(value)).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1, java.lang.Long",
        "-0, java.lang.Long",
        "1.0, java.lang.Double",
        "1e3, java.lang.Double",
        "9223372036854775808, java.lang.Double"
    })
    void aNumberIsWholeOrNot(String text, Class<?> type) {
        assertThat(Json.parse(text, "it")).isInstanceOf(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1}x",
                "// c\n1",
                "NaN",
                "+1",
                "01",
                "nul",
                "\"\u0001\"",
                "\"\\ud800\""
            })
    void whatIsNoJsonIsSaid(String text) {
        assertThatThrownBy(() -> Json.parse(text, "the header of 'x'"))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("The header of 'x' is not the JSON we expect: ")
                .hasMessageContaining("\nTry: ");
    }

    @Test
    void aKeyThatAppearsTwiceIsAFault() {
        assertThatThrownBy(() -> Json.parse("{\"a\":{\"b\":1,\"b\":1}}", "it"))
                .hasMessageContaining("It is not the JSON we expect: the key 'b' appears twice.");
    }

    @Test
    void nestingWithoutEndIsAFaultAndNoOverflow() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000), "it")).isInstanceOf(LoadException.class);
    }

    @Test
    void aMessageStaysShort() {
        String key = "k".repeat(100_000);
        assertThatThrownBy(() -> Json.parse("{\"" + key + "\":x}", "it"))
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(400));
    }
}
