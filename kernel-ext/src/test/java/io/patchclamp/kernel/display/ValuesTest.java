package io.patchclamp.kernel.display;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.patchclamp.view.Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValuesTest {
    record Pair(String left, int[] right) {}

    @Test
    void arraysAndCollectionsAreReadElementByElement() {
        assertThat(Values.text(new int[][] {{1, 2}, {3}})).isEqualTo("[[1, 2], [3]]");
        assertThat(Values.text(List.of(new double[] {1.5}, "a"))).isEqualTo("[[1.5], a]");
        assertThat(Values.text(new TreeMap<>(Map.of("k", new char[] {'x'})))).isEqualTo("{k=[x]}");
        assertThat(Values.text(Arrays.asList(null, 1))).isEqualTo("[null, 1]");
        assertThat(Values.text(null)).isEqualTo("null");
        assertThat(Values.text(new Object[0])).isEqualTo("[]");
    }

    @Test
    void longOnesAreCutAndSaySo() {
        assertThat(Values.text(IntStream.range(0, 5000).toArray())).endsWith("998, 999, … (5000 in all)]");
        assertThat(Values.text("x".repeat(300_000)))
                .endsWith("… [cut: 300000 characters]")
                .hasSizeLessThan(200_100);
    }

    @Test
    void anArrayThatHoldsItselfDoesNotEndTheKernel() {
        Object[] self = new Object[1];
        self[0] = self;
        assertThat(Values.text(self)).isEqualTo("[[[[[[[…]]]]]]]");
        assertThat(Values.bundle(self).data()).containsKey("text/plain");
    }

    @Test
    void aValueThatCannotSayWhatItIsIsStillShown() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };
        assertThat(Values.text(broken)).contains("ValuesTest").contains("its toString() failed: IllegalStateException");
    }

    @Test
    void mapsAndListsOfRecordsHaveATableThatIsEscaped() {
        Bundle map = Values.bundle(Map.of("<k>", "a & b"));
        assertThat((String) map.data().get("text/html")).contains("&lt;k&gt;").contains("a &amp; b");
        Bundle records = Values.bundle(List.of(new Pair("a", new int[] {1}), new Pair("b", new int[] {2, 3})));
        assertThat((String) records.data().get("text/html"))
                .contains("<th>left</th><th>right</th>")
                .contains("[2, 3]");
        assertThat(Values.bundle(List.of(1, 2)).data()).containsOnlyKeys("text/plain");
    }

    @Test
    void numbersOnTheWireAreFiniteAndPicturesWhole() {
        Bundle bundle = new Bundle(
                Map.of(
                        "text/plain",
                        "x",
                        "image/png",
                        new byte[] {1, 2, 3, 4},
                        "application/json",
                        "{\"a\": null, \"b\": [1, 2.5]}",
                        "application/vnd.x+json",
                        Map.of("n", Double.NaN, "i", Float.POSITIVE_INFINITY)),
                Map.of("image/png", Map.of("width", 7)));
        String content = MimeJson.content(bundle, "id").toString();
        assertThat(content)
                .contains("\"image/png\":\"AQIDBA==\"")
                .contains("\"application/json\":{\"a\":null,\"b\":[1,2.5]}")
                .contains("\"n\":null")
                .contains("\"i\":null")
                .contains("\"metadata\":{\"image/png\":{\"width\":7}}")
                .contains("\"transient\":{\"display_id\":\"id\"}");
    }
}
