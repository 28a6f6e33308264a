package io.patchclamp.figure;

import java.awt.Font;
import java.awt.font.TextLayout;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LetteringTest {
    @Test
    void longTokensAreCutAtFourteenCharacters() {
        assertThat(Lettering.token("12345678901234")).isEqualTo("12345678901234");
        assertThat(Lettering.token("123456789012345")).isEqualTo("1234567890123…");
        assertThat(Lettering.shortened("·internationalization")).isEqualTo("·internationa…");
    }

    @Test
    void whatNoFontHasIsShownAsItsCodePoint() {
        int noGlyph = 0x10FFFD; // private use: in no font
        assertThat(Lettering.token(Character.toString(noGlyph))).isEqualTo("⟨U+10FFFD⟩");
        assertThat(Lettering.token("·" + Character.toString(noGlyph).repeat(3))).isEqualTo("·⟨U+10FFFD⟩…");
        boolean cjk = Lettering.LABEL.canDisplay(0x4f60);
        assertThat(Lettering.token("你")).isEqualTo(cjk ? "你" : "⟨U+4F60⟩");
        assertThat(Lettering.shortened("你好")).isEqualTo("你好");
    }

    @Test
    void controlsAndLineTurnersAreShownNotObeyed() {
        assertThat(Lettering.token("\n\t")).isEqualTo("⏎⇥");
        assertThat(Lettering.token("\r")).isEqualTo("⟨U+000D⟩");
        assertThat(Lettering.token("\u202e")).isEqualTo("⟨U+202E⟩");
        assertThat(Lettering.token("\u2028")).isEqualTo("⟨U+2028⟩");
        assertThat(Lettering.token("\ud800")).isEqualTo("⟨U+D800⟩");
        assertThat(Lettering.token("")).isEqualTo("⟨empty⟩");
    }

    @Test
    void linesBreakAtSpacesAndOnlyWhereNeededInsideAWord() {
        assertThat(Lettering.wrap("one two", Lettering.LABEL, 1000)).containsExactly("one two");
        assertThat(Lettering.wrap("one two", Lettering.LABEL, Lettering.width("one t", Lettering.LABEL)))
                .containsExactly("one", "two");
        String word = "x".repeat(50);
        double width = Lettering.width(word, Lettering.LABEL) / 3;
        assertThat(String.join("", Lettering.wrap(word, Lettering.LABEL, width)))
                .isEqualTo(word);
        assertThat(Lettering.wrap(word, Lettering.LABEL, width))
                .allSatisfy(line ->
                        assertThat(Lettering.width(line, Lettering.LABEL)).isLessThanOrEqualTo(width));
    }

    @Test
    void aNumberStaysWithWhatItIs() {
        for (double width = 64; width < 300; width += 7) {
            assertThat(Lettering.wrap(
                            "L6 over number: p = 7.2e-30, 95 % of all (n = 47 trials)", Lettering.LABEL, width))
                    .noneMatch(line -> line.endsWith("=") || line.endsWith("n") || line.startsWith("%"));
        }
    }

    @Test
    void aNameThatRunsToTheLeftStandsBeforeWhatIsSaidOfIt() {
        String legend = "שלום (n = 12)";
        Font font = Lettering.LABEL;
        TextLayout line = new TextLayout(Lettering.leftToRight(legend), font, Lettering.MEASURE);

        assertThat(line.isLeftToRight()).isTrue();
        assertThat(line.getAdvance()).isCloseTo((float) Lettering.width(legend, font), within(1f));
        assertThat(Lettering.leftToRight("city (n = 12)")).isEqualTo("city (n = 12)");
    }
}
