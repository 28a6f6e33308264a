package io.patchclamp.figure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A scale has the colours of the image that it is of, wherever it begins. */
class ColourBarTest {
    @Test
    void bothEndsHaveTheirColourAlsoBetweenTwoPixels() {
        for (double x : new double[] {20, 20.2, 20.25, 20.37}) {
            try (Ink ink = new Ink(200, 200)) {
                ColourBar.lying(ink, x, 20, 150, ColourBar.signed(), ColourBar.symmetric(1), "");
                int row = 2 * 24 * 400;
                assertThat(light(ink.pixels()[row + 2 * 21])).isLessThan(200);
                assertThat(light(ink.pixels()[row + 2 * 169])).isLessThan(200);
                ColourBar.upright(ink, 40, x + 30, 12, 100, ColourBar.signed());
                assertThat(light(ink.pixels()[2 * 52 * 400 + 2 * 45])).isLessThan(200);
                assertThat(light(ink.pixels()[2 * 149 * 400 + 2 * 45])).isLessThan(200);
            }
        }
    }

    @Test
    void aBarRunsOutInATipWhereNumbersAreBeyondItsLimit() {
        for (float beyond : new float[] {0.5f, 3, -3}) {
            ColourScale scale = ColourScale.fixed(new float[] {1, -1, beyond}, 1);
            try (Ink ink = new Ink(200, 200)) {
                ColourBar.upright(ink, 40, 20, 120, scale, "activation (a.u.)");
                int above = ink.pixels()[2 * 25 * 400 + 2 * 46] & 0xffffff;
                int below = ink.pixels()[2 * 135 * 400 + 2 * 46] & 0xffffff;
                assertThat(above).isEqualTo(beyond > 1 ? Picture.RED : 0xffffff);
                assertThat(below).isEqualTo(beyond < -1 ? Picture.BLUE : 0xffffff);
            }
        }
    }

    /** The ends of the scale have 134 and 150 of 765; a blend of them with a fifth of white has more than 250. */
    private static int light(int rgb) {
        return (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
    }

    @Test
    void negativeNumbersAreDrawnWithAMinusAndWordsKeepTheirHyphens() {
        assertThat(Numerals.minuses("offsets -4 to 5, norm-matched (-0.5), ±-1, x-3, p -.02"))
                .isEqualTo("offsets −4 to 5, norm-matched (−0.5), ±−1, x-3, p −.02");
    }
}
