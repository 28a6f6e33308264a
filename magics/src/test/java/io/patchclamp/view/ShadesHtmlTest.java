package io.patchclamp.view;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShadesHtmlTest {
    @Test
    void rowsTakeNoStripesFromThePageAndColoursHaveAKey() {
        String html = ShadesHtml.of(shades(0.5));

        assertThat(html.split("<tr style=\"background:none\">")).hasSize(3);
        assertThat(html).doesNotContain("rgba(33,102,172").contains("0 </span>").contains(" full</span>");
    }

    @Test
    void theKeyIsSignedWhereACellIsBelowZero() {
        assertThat(ShadesHtml.of(shades(-0.5)))
                .contains("− </span>")
                .contains(" +</span>")
                .contains("background:rgba(33,102,172,0.85)")
                .contains("background:rgba(178,24,43,0.85)");
    }

    @Test
    void theKeyHasTheNumbersThatTheLegendSaysAndAZero() {
        Part.Shades cells = shades(-0.5);
        assertThat(ShadesHtml.of(
                        new Part.Shades(cells.columns(), cells.lines(), "the change; colour full at ±13.90, so")))
                .contains("−13.90 </span>")
                .contains(">0</span>")
                .contains(" +13.90</span>");
        Part.Shades above = shades(0.5);
        assertThat(ShadesHtml.of(new Part.Shades(above.columns(), above.lines(), "colour full at 1")))
                .contains("0 </span>")
                .contains("> 1</span>");
    }

    @Test
    void namesThatWouldMakeColumnsWideAreTurned() {
        Part.Shades.Line line = new Part.Shades.Line("one", List.of(new Part.Shades.Shade("0.05", "", 0)));
        assertThat(ShadesHtml.of(new Part.Shades(List.of("model.layers.20.self_attn.q[7]"), List.of(line), "")))
                .contains("writing-mode:vertical-rl");
        assertThat(ShadesHtml.of(new Part.Shades(List.of("highest"), List.of(line), "")))
                .doesNotContain("writing-mode");
    }

    @Test
    void lettersAreWhiteOnlyWhereTheColourIsFullEnoughOnWhitePaper() {
        assertThat(ShadesHtml.of(shades(-0.75)).split("color:#fff")).hasSize(2);
        assertThat(ShadesHtml.of(shades(-0.85)).split("color:#fff")).hasSize(3);
    }

    @Test
    void layersRunUpwards() {
        Part.Shades cells = Part.Shades.upwards(
                List.of("0"),
                List.of(new Part.Shades.Line("L0", List.of()), new Part.Shades.Line("L1", List.of())),
                "heads",
                "full at 1");
        assertThat(cells.lines().stream().map(Part.Shades.Line::name)).containsExactly("L1", "L0");
        assertThat(cells.legend()).isEqualTo("rows: layers, the first at the bottom; columns: heads; full at 1");
    }

    private static Part.Shades shades(double level) {
        return new Part.Shades(
                List.of("a"),
                List.of(
                        new Part.Shades.Line("one", List.of(new Part.Shades.Shade("x", "", level))),
                        new Part.Shades.Line("two", List.of(new Part.Shades.Shade("y", "", 1)))),
                "what it is");
    }
}
