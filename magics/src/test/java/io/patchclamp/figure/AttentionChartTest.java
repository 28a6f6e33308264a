package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.lens.AttentionReading;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.TokenText;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttentionChartTest {
    @Test
    void theCaptionSaysWhatRowsColumnsAndColoursAre() throws Exception {
        Figure figure = AttentionChart.of(reading(9, 8), 0);
        Looked.at("attention", figure);

        assertThat(figure.caption())
                .contains("rows: the token that looks")
                .contains("columns: the token looked at")
                .contains("each row adds up to 1");
        assertThat(figure.text()).contains("head 8: the last token looks most at 7 ·w7, 0.22");
    }

    @Test
    void manyHeadsAndManyTokensAreSharedOut() throws Exception {
        Figure many = AttentionChart.of(reading(32, 30), 0);
        Figure tall = AttentionChart.of(reading(32, 600), 0);
        Looked.at("attention-32", many);
        Looked.at("attention-600", tall);

        assertThat(many.caption()).doesNotContain("share a cell");
        assertThat(tall.caption()).contains("3 by 3 tokens share a cell, and the largest is drawn");
        assertThat(tall.cssWidth()).isLessThan(960);
    }

    @Test
    void oneHeadOfOneTokenIsDrawnToo() throws Exception {
        Figure figure = AttentionChart.of(reading(1, 1), 0);
        Looked.at("attention-one", figure);

        assertThat(figure.text()).contains("head 0: the last token looks most at 0 ·w0, 1.00");
    }

    @Test
    void headsOfALongTextAreAPictureAndNotAPageThatIsTooLong() {
        String html = html(reading(32, 64));
        assertThat(html)
                .contains("<img")
                .contains("background:#fff;border-radius")
                .doesNotContain("too long");
        assertThat(html(reading(1, 8))).contains("<td").doesNotContain("<img");
        assertThat(html(reading(1, 25))).contains("<img");
    }

    private static String html(AttentionReading reading) {
        return String.valueOf(Views.of(reading).orElseThrow().data().get("text/html"));
    }

    /** Every token looks more at what is nearer. */
    private static AttentionReading reading(int heads, int tokens) {
        List<String> visible =
                IntStream.range(0, tokens).mapToObj(i -> "·w" + i).toList();
        float[] pattern = new float[heads * tokens * tokens];
        for (int h = 0; h < heads; h++) {
            for (int q = 0; q < tokens; q++) {
                for (int k = 0; k <= q; k++) {
                    pattern[(h * tokens + q) * tokens + k] = 2f * (k + 1) / ((q + 1) * (q + 2));
                }
            }
        }
        return new AttentionReading(
                new Provenance("made up", "", "", "", "", "f32", Map.of()),
                3,
                IntStream.range(0, heads).boxed().toList(),
                List.of(new TokenText(
                        String.join("", visible),
                        new ArrayList<>(IntStream.range(0, tokens).boxed().toList()),
                        visible,
                        Map.of())),
                List.of(NamedArray.of(List.of("head", "query", "key"), new int[] {heads, tokens, tokens}, pattern)));
    }
}
