package io.patchclamp.figure;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeatMapTest {
    @ParameterizedTest
    @CsvSource({"200, 1536, 150, 777, false", "1024, 4096, 801, 4095, false", "200, 1536, 0, 0, true"})
    void aSinglePeakIsSeenHoweverManyCellsShareItsPixel(int tokens, int units, int token, int unit, boolean onX) {
        float[] data = Picture.noise(tokens * units, 7);
        for (int i = 0; i < data.length; i++) {
            data[i] *= 0.01f;
        }
        data[token * units + unit] = 5;
        HeatMap map = HeatMap.of(Picture.matrix(tokens, units, data)).limit(1).timeOnX(onX);
        HeatMapPlan plan = map.plan();
        Picture picture = new Picture(map.render());

        assertThat(plan.unit().pooled()).isGreaterThan(1);
        assertThat(picture.cell(plan, token, unit)).isEqualTo(Picture.RED);
        assertThat(picture.count(plan, Picture.RED))
                .isEqualTo((long) plan.x().cell() * plan.y().cell() * Ink.SCALE * Ink.SCALE);
    }

    @Test
    void aNegativePeakKeepsItsSignWhenPooled() {
        float[] data = new float[4096];
        data[1000] = 1;
        data[1001] = -2;
        HeatMap map = HeatMap.of(Picture.matrix(1, 4096, data)).limit(1);
        assertThat(new Picture(map.render()).cell(map.plan(), 0, 1001)).isEqualTo(Picture.BLUE);
    }

    @Test
    void everyCellHasTheColourOfItsValueInBothOrientations() {
        float[] data = Picture.noise(9 * 13, 3);
        for (boolean onX : new boolean[] {true, false}) {
            HeatMap map =
                    HeatMap.of(Picture.matrix(9, 13, data)).promptLength(4).timeOnX(onX);
            HeatMapPlan plan = map.plan();
            Picture picture = new Picture(map.render());
            for (int t = 0; t < 9; t++) {
                for (int u = 0; u < 13; u++) {
                    assertThat(picture.cell(plan, t, u)).isEqualTo(plan.scale().rgb(data[t * 13 + u]));
                }
            }
        }
    }

    @Test
    void missingCellsAreGreyAndCountedAndHideNoNeighbour() {
        float nan = Float.NaN;
        HeatMap map = HeatMap.of(Picture.matrix(2, 3, 1, nan, -1, 0, nan, 1));
        Picture picture = new Picture(map.render());
        assertThat(picture.cell(map.plan(), 0, 1)).isEqualTo(0xcfcfcf);
        assertThat(picture.cell(map.plan(), 1, 0)).isEqualTo(Picture.NEUTRAL);
        assertThat(map.render().caption()).contains("2 cells missing (grey)");

        float[] gaps = new float[4096];
        Arrays.fill(gaps, nan);
        gaps[17] = 3;
        HeatMap pooled = HeatMap.of(Picture.matrix(1, 4096, gaps));
        assertThat(new Picture(pooled.render()).cell(pooled.plan(), 0, 17)).isEqualTo(Picture.RED);
        assertThat(new Picture(pooled.render()).cell(pooled.plan(), 0, 4000)).isEqualTo(0xcfcfcf);
    }

    @Test
    void infinitiesAreClippedAndLeaveTheLimitAlone() {
        float inf = Float.POSITIVE_INFINITY;
        HeatMap map = HeatMap.of(Picture.matrix(1, 4, inf, -inf, 1, -2)).limitPercentile(100);
        Picture picture = new Picture(map.render());
        assertThat(picture.cell(map.plan(), 0, 0)).isEqualTo(Picture.RED);
        assertThat(picture.cell(map.plan(), 0, 1)).isEqualTo(Picture.BLUE);
        assertThat(map.render().caption()).contains("limits ±2 (the largest |x|), 2 cells clipped (2 infinite)");
    }

    @Test
    void theColourBarIsNeutralAtItsMiddleTickAndEndsInTheExtremes() {
        for (float v : new float[] {1, 1e30f, Float.MIN_VALUE}) {
            HeatMap map = HeatMap.of(Picture.matrix(2, 2, v, -v, 0, v)).limitPercentile(100);
            HeatMapPlan plan = map.plan();
            Picture picture = new Picture(map.render());
            int x = (plan.bar() + 6) * Ink.SCALE;
            int middle = (plan.top() + plan.bottom()) / 2 * Ink.SCALE;
            assertThat(picture.rgb(x, middle)).isEqualTo(Picture.NEUTRAL);
            assertThat(picture.rgb(x, middle - 1)).isEqualTo(Picture.NEUTRAL);
            assertThat(picture.rgb(x, (plan.top() + 8) * Ink.SCALE)).isEqualTo(Picture.RED);
            assertThat(picture.rgb(x, (plan.bottom() - 8) * Ink.SCALE - 1)).isEqualTo(Picture.BLUE);
            assertThat(picture.rgb(x, (plan.top() + 4) * Ink.SCALE))
                    .as("no tip where nothing is clipped")
                    .isEqualTo(0xffffff);
        }
    }

    @Test
    void theColourBarHasATipOnTheSideWhereCellsAreClipped() {
        HeatMap map = HeatMap.of(Picture.matrix(2, 2, 3, -0.5f, 0, 1)).limit(1);
        HeatMapPlan plan = map.plan();
        Picture picture = new Picture(map.render());
        int x = (plan.bar() + 6) * Ink.SCALE;
        assertThat(picture.rgb(x, (plan.top() + 5) * Ink.SCALE)).isEqualTo(Picture.RED);
        assertThat(picture.rgb(x, (plan.bottom() - 5) * Ink.SCALE)).isEqualTo(0xffffff);
    }

    @ParameterizedTest
    @CsvSource({"3, 103, 1, 1", "-3, 1, 1, 1", "-3, 1, 5, 3", "3, 1, 1, 9", "3, 1, 9, 1", "-0.5, 4, 4, 4"})
    void oneValueEverywhereHasTheExtremeColourOfItsSign(float value, int scale, int tokens, int units) {
        HeatMap map = HeatMap.of(Picture.filled(tokens, units, value * scale));
        Picture picture = new Picture(map.render());
        assertThat(picture.cell(map.plan(), tokens - 1, units - 1)).isEqualTo(value > 0 ? Picture.RED : Picture.BLUE);
        assertThat(map.render().caption()).contains("no cell clipped");
    }

    @Test
    void allZerosAreNeutralAndTheLimitSaysWhy() {
        HeatMap map = HeatMap.of(Picture.filled(3, 3, -0.0f));
        assertThat(new Picture(map.render()).cell(map.plan(), 1, 1)).isEqualTo(Picture.NEUTRAL);
        assertThat(map.render().caption()).contains("limits ±1 (arbitrary, all values are 0), no cell clipped");
        assertThat(map.render().text()).doesNotContain("Peaks");
    }

    @Test
    void aMatrixWithoutAFiniteValueStillDraws() {
        HeatMap map = HeatMap.of(Picture.matrix(1, 2, Float.NaN, Float.NEGATIVE_INFINITY));
        assertThat(map.render().caption())
                .contains("limits ±1 (arbitrary, no value is finite), 1 cell clipped (1 infinite); 1 cell missing");
        assertThat(map.render().text()).doesNotContain("finite values");
    }

    @Test
    void theBitmapIsTwiceTheSizeOnThePage() {
        Figure figure = HeatMap.of(Picture.filled(4, 4, 1)).render();
        Picture picture = new Picture(figure);
        assertThat(picture.width()).isEqualTo(2 * figure.cssWidth());
        assertThat(picture.height()).isEqualTo(2 * figure.cssHeight());
    }

    @Test
    void whiteNoiseOfAWholeLayerStaysUnderAMegabyte() {
        Figure figure = HeatMap.of(Picture.matrix(1024, 4096, Picture.noise(1024 * 4096, 1)))
                .render();
        assertThat(figure.png()).hasSizeLessThan(1_000_000);
    }

    @Test
    void optionsLeaveTheOriginalAlone() {
        HeatMap map = HeatMap.of(Picture.filled(2, 2, 1));
        String before = map.render().caption();
        map.limit(9).unitLabel("head").trials(4);
        assertThat(map.render().caption()).isEqualTo(before);
    }

    @Test
    void timeRunsDownWhereThereAreMoreUnitsThanTokens() {
        assertThat(HeatMap.of(Picture.filled(18, 1536, 1)).timeRunsRight()).isFalse();
        assertThat(HeatMap.of(Picture.filled(18, 5, 1)).timeRunsRight()).isTrue();
    }

    @Test
    void wrongInputIsNamedWithAdvice() {
        HeatMap map = HeatMap.of(Picture.filled(2, 3, 1));
        NamedArray cube = NamedArray.of(List.of("trial", "token", "unit"), new int[] {1, 2, 3}, new float[6]);
        says(
                () -> HeatMap.of(cube),
                "A heat map needs a matrix [token, unit], got [trial 1, token 2, unit 3].\nTry: one trial of a"
                        + " recording, .at(0) of an array with trials, or one head");
        says(
                () -> HeatMap.of(Picture.matrix(0, 3)),
                "A heat map of [token 0, unit 3] has no cell to draw.\nTry: a selector and a window that leave some");
        says(() -> map.tokens(List.of("a")), "The matrix has 2 rows, but 1 token came.\nTry: one token a row");
        says(
                () -> map.units(new int[] {1, 2}),
                "The matrix has 3 columns, but 2 unit numbers came.\nTry: one unit number a column");
        says(() -> map.trials(0), "A heat map is of 1 trial or more, got n = [0].\nTry: the number of trials");
        says(
                () -> map.trialsPerToken(new int[] {1, 2, 3}),
                "The matrix has 2 rows, but 3 trial counts came.\nTry: one trial count a row");
        says(
                () -> map.limitPercentile(0),
                "A percentile for the colour limit lies above 0 and at most at 100, got 0.0.\nTry: 99");
        says(
                () -> map.limit(Double.NaN),
                "The colour limit is a finite number above 0 and counts both ways, got NaN.\nTry: a limit such as 2.5,"
                        + " or none for the 99th percentile of |x|");
        says(() -> map.width(10), "A heat map is 300 to 4000 CSS pixels wide, got 10.\nTry: 860, the default");
        says(() -> map.promptLength(3), "A prompt of 3 tokens does not fit the matrix's 2 rows.\nTry: 0 to 2");
        says(() -> map.scaleFrom(2), "There is no token 2 to scale from among 2 tokens.\nTry: 0 to 1");
        says(() -> map.unitLabel(" "), "The heat map's unit label is blank.\nTry: neuron");
        says(() -> map.valueLabel(""), "The heat map's value label is blank.\nTry: activation (a.u.)");
        assertThat(Lettering.withoutFonts(new InternalError()))
                .hasMessage(
                        "Java finds no font to letter the picture with.\nTry: install fontconfig and a font (Debian:"
                                + " apt-get install fontconfig fonts-dejavu-core)");
    }

    private static void says(Runnable action, String message) {
        assertThatThrownBy(action::run).isInstanceOf(PatchclampException.class).hasMessage(message);
    }
}
