package io.patchclamp.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

class JavaValueTest {
    private static final String EVIL = "<script>alert('x')</script>";

    record Pair(String left, int[] right) {}

    record Written(int x) {
        @Override
        public String toString() {
            return "written " + x;
        }
    }

    private static String text(Object value) {
        return (String) Views.show(value).data().get("text/plain");
    }

    private static String html(Object value) {
        return (String) Views.show(value).data().get("text/html");
    }

    @Test
    void arraysAndCollectionsAreReadElementByElement() {
        assertThat(text(new int[][] {{1, 2}, {3}})).isEqualTo("[[1, 2], [3]]");
        assertThat(text(List.of(new double[] {1.5, Double.NaN}, "a"))).isEqualTo("[[1.5, NaN], a]");
        assertThat(text(new TreeMap<>(Map.of("k", new char[] {'x'})))).isEqualTo("{k=[x]}");
        assertThat(text(Arrays.asList(null, 1))).isEqualTo("[null, 1]");
        assertThat(text(new Object[0])).isEqualTo("[]");
        assertThat(text(Map.entry("a", new int[] {1}))).isEqualTo("a=[1]");
        assertThat(text(new Pair("l", new int[] {7}))).isEqualTo("Pair[left=l, right=[7]]");
        assertThat(text(new Written(3))).isEqualTo("written 3");
        assertThat(text(Optional.of(new int[] {1}))).isEqualTo("Optional[[1]]");
        assertThat(text(Optional.empty())).isEqualTo("Optional.empty");
    }

    @Test
    void oneThingIsItsTextAlone() {
        assertThat(Views.show(3).data()).isEqualTo(Map.of("text/plain", "3"));
        assertThat(Views.show(Double.NaN).data()).isEqualTo(Map.of("text/plain", "NaN"));
        assertThat(Views.show(new Written(3)).data()).isEqualTo(Map.of("text/plain", "written 3"));
        assertThat(Views.show(EVIL).data()).isEqualTo(Map.of("text/plain", EVIL));
        assertThat(text(null)).isEqualTo("null");
        assertThat(html(null)).contains("opacity").contains(">null<");
    }

    @Test
    void everythingThatHoldsOthersHasHtmlToo() {
        for (Object value : List.of(
                new int[] {1},
                List.of(1),
                Map.of(1, 2),
                new Pair("a", new int[0]),
                Optional.of(1),
                Stream.of(1),
                new Throwable("t"))) {
            assertThat(html(value))
                    .as(value.getClass().getName())
                    .startsWith("<div")
                    .endsWith("</div>");
        }
    }

    @Test
    void matricesMapsAndListsOfRecordsAreTables() {
        assertThat(html(new double[][] {{1.5, 2}, {3, Double.NaN}}))
                .contains("<table")
                .contains(">NaN</td>");
        assertThat(html(Map.of("k", 1))).contains(">key</th>").contains(">value</th>");
        assertThat(html(List.of(new Pair("a", new int[] {1}), new Pair("b", new int[] {2, 3}))))
                .contains(">left</th>")
                .contains(">[2, 3]</td>");
        assertThat(html(new Pair("a", new int[] {1}))).contains(">right</th>");
        assertThat(html(List.of(Map.of("a", 1), Map.of("b", 2))))
                .contains(">a</th>")
                .contains(">b</th>");
        assertThat(html(Collections.nCopies(100, new Pair("a", null)))).contains("100 Pairs in all");
    }

    @Test
    void nothingThatComesFromAValueIsHtml() {
        for (Object value : List.of(
                List.of(EVIL),
                Map.of(EVIL, EVIL),
                new Pair(EVIL, null),
                new Pair[] {new Pair(EVIL, null)},
                List.of(Map.of(EVIL, 1)),
                Optional.of(EVIL),
                new IllegalStateException(EVIL),
                Table.create(EVIL, DoubleColumn.create(EVIL, new double[] {1})),
                DoubleColumn.create(EVIL, new double[] {1}),
                new Throwing(EVIL))) {
            String html = html(value);
            assertThat(html == null ? "" : html).doesNotContain("<script").doesNotContain("'x'");
            assertThat(text(value)).contains("alert");
        }
    }

    @Test
    void longOnesAreCutAndSaySo() {
        assertThat(text(IntStream.range(0, 5000).toArray())).endsWith("998, 999, … (5,000 in all)]");
        assertThat(text("x".repeat(300_000)))
                .contains("… [cut: 300,000 characters, of which 20,000 are shown")
                .hasSizeLessThan(20_200);
        assertThat(text(List.of("y".repeat(1_000_000)))).hasSizeLessThan(10_100).contains("(1,000,000 characters)");
        assertThat(html(IntStream.range(0, 100_000).boxed().toList())).hasSizeLessThan(20_000);
        assertThat(html(new double[1000][1000]))
                .hasSizeLessThan(100_000)
                .contains("double, 1,000 rows × 1,000 columns");
        assertThat(text(Collections.nCopies(Integer.MAX_VALUE, "z"))).endsWith("(2,147,483,647 in all)]");
    }

    @Test
    void whatHoldsItselfOrGrowsWithoutEndIsShownAllTheSame() {
        Object[] self = new Object[1];
        self[0] = self;
        assertThat(text(self)).isEqualTo("[(this java.lang.Object[] again)]");
        Map<String, Object> map = new TreeMap<>();
        map.put("me", List.of(map));
        assertThat(text(map)).isEqualTo("{me=[(this java.util.TreeMap again)]}");
        assertThat(html(map)).contains("again");
        List<Object> laughs = List.of("ha");
        for (int i = 0; i < 40; i++) {
            laughs = Collections.nCopies(10, laughs);
        }
        assertThat(text(laughs)).hasSizeLessThan(JavaText.MOST + 100);
        Object deep = "bottom";
        for (int i = 0; i < 100_000; i++) {
            deep = new Object[] {deep};
        }
        assertThat(text(deep)).isEqualTo("[[[[[[[[…]]]]]]]]");
    }

    @Test
    void aStreamIsNotUsedUp() {
        AtomicInteger asked = new AtomicInteger();
        Stream<Integer> lazy = Stream.generate(asked::incrementAndGet);
        assertThat(text(lazy)).startsWith("a stream, not run").contains("Try: .toList()");
        assertThat(asked).hasValue(0);
        assertThat(lazy.limit(2).toList()).containsExactly(1, 2);
        assertThat(text(LongStream.range(0, Long.MAX_VALUE))).startsWith("a stream, not run");
    }

    @Test
    void aValueThatCannotSayWhatItIsIsStillShown() {
        assertThat(text(new Throwing("no")))
                .endsWith("Throwing [its toString() failed: java.lang.IllegalStateException: no]");
        assertThat(text(List.of(1, new Throwing("no")))).contains("[1, ").contains("its toString() failed");
        assertThat(text(new Null())).endsWith("Null [its toString() gives null]");
        List<Object> failing = new java.util.AbstractList<>() {
            @Override
            public Object get(int i) {
                throw new AssertionError("broken list");
            }

            @Override
            public int size() {
                return 3;
            }
        };
        assertThat(text(failing)).isEqualTo("[ [reading it failed: java.lang.AssertionError: broken list]");
        List<Object> endless = new ArrayList<>();
        endless.add(new Recursive());
        assertThat(text(endless)).contains("its toString() failed: java.lang.StackOverflowError");
    }

    @Test
    void aThrowableSaysWhatWhereAndWhy() {
        Exception thrown = new IllegalStateException("outer", new IOException("inner"));
        thrown.addSuppressed(new IllegalArgumentException("beside"));
        assertThat(text(thrown))
                .startsWith("java.lang.IllegalStateException: outer\nstack\n  at io.patchclamp.view.JavaValueTest")
                .contains("suppressed java.lang.IllegalArgumentException: beside")
                .contains("Caused by java.io.IOException: inner");
        Exception self = new Exception("a");
        self.initCause(new Exception("b", self));
        assertThat(text(self)).contains("Caused by java.lang.Exception: b");
    }

    @Test
    void picturesInAListAreSideBySide() {
        BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_ARGB);
        assertThat(html(List.of(image, image)).split("<img ", -1)).hasSize(3);
        assertThat(text(List.of(image))).isEqualTo("Picture of 30 × 20 pixels");
        assertThat(Views.show(image).metadata())
                .containsEntry("image/png", Map.of("width", 30, "height", 20, "needs_background", "light"));
        BufferedImage large = new BufferedImage(9000, 3000, BufferedImage.TYPE_BYTE_GRAY);
        assertThat(text(large)).isEqualTo("Picture of 9000 × 3000 pixels, shown at 1/2 of its size");
    }

    private static final class Throwing {
        private final String message;

        Throwing(String message) {
            this.message = message;
        }

        @Override
        public String toString() {
            throw new IllegalStateException(message);
        }
    }

    private static final class Null {
        @Override
        public String toString() {
            return null;
        }
    }

    private static final class Recursive {
        @Override
        public String toString() {
            return "" + this;
        }
    }
}
