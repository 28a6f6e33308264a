package io.patchclamp.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every plot has: axes whose numbers can be told apart and read, a legend that stays off the data, marks. */
class PlotAreaTest {
    private static final double[][] RANGES = {
        {0, 1}, {-0.2, 0.4}, {1000, 1001}, {1e6, 1e6 + 2}, {-5e30, 3e30}, {1e-9, 4e-9}, {99.5, 101}, {0.12345, 0.12346}
    };

    @Test
    void neighbouringTicksHaveDifferentNumbers() {
        for (double[] range : RANGES) {
            List<Double> ticks = PlotArea.ticks(range[0], range[1], 5);
            List<String> numbers = ticks.stream()
                    .map(t -> Numerals.tick(t, ticks.get(1) - ticks.get(0)))
                    .toList();
            assertThat(numbers).doesNotHaveDuplicates().hasSizeBetween(3, 9);
        }
    }

    @Test
    void numbersAndNameOfAnAxisStayOnThePageAndApart() {
        for (double[] range : RANGES) {
            try (Ink ink = new Ink(400, 300)) {
                plot(ink, range).yAxis("activation (a.u.), mean");
                assertApart(ink);
            }
        }
    }

    @Test
    void aLogarithmicAxisOfAnyLengthHasNumbersThatDoNotTouch() {
        for (double most : new double[] {1.05, 3, 20, 100, 1e4, 1e12, 1e44, 1e200}) {
            try (Ink ink = new Ink(400, 300)) {
                plot(ink, 0, Math.log(most)).logarithmicAxis("perplexity");
                assertApart(ink);
                assertThat(ink.written()).hasSizeGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void oneValueHasAnAxisToo() {
        try (Ink ink = new Ink(400, 300)) {
            PlotArea plot = plot(ink, 5, 5);
            plot.yAxis("d′");
            assertThat(plot.y(5)).isBetween(20.0, 220.0);
        }
    }

    @Test
    void namesOfCategoriesAreAllThereAndLayersAreSkipped() {
        List<String> kinds = List.of("the set (resample)", "least selective", "norm-matched", "random", "условие");
        List<String> layers = IntStream.range(0, 60).mapToObj(l -> "L" + l).toList();
        assertThat(PlotArea.namesRoom(kinds, 40)).isGreaterThan(20);
        assertThat(PlotArea.namesRoom(kinds, 400)).isZero();
        assertThat(PlotArea.namesRoom(layers, 4)).isZero();
        try (Ink ink = new Ink(400, 400)) {
            new PlotArea(ink, 70, 20, 200, 200, new double[] {-0.5, 4.5}, new double[] {0, 1}).xNames(kinds, "kind");
            assertThat(ink.written()).hasSize(6);
            assertThat(ink.written())
                    .allSatisfy(w -> assertThat(w.area().getBounds2D().getMaxY())
                            .isLessThan(220 + 44 + PlotArea.namesRoom(kinds, 40)));
        }
    }

    @Test
    void aLegendOfLongNamesTakesTheLinesItNeedsAndEndsAtTheMargin() {
        List<Page.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(Page.Entry.line("condition " + "of many words ".repeat(i), PlotArea.colour(i), true));
        }
        try (Ink ink = new Ink(520, 400)) {
            double end = Page.legend(ink, 70, 20, 500, entries);
            assertThat(end).isEqualTo(20 + Page.legendHeight(70, 500, entries));
            assertThat(ink.written()).hasSize(12).allSatisfy(w -> {
                assertThat(w.area().getBounds2D().getMaxX()).isLessThanOrEqualTo(501);
                assertThat(w.area().getBounds2D().getMaxY()).isLessThan(end);
            });
            assertApart(ink);
        }
    }

    @Test
    void aBrokenLineIsSeenToBeBrokenInALegendToo() {
        for (int c = 1; c < 6; c++) {
            try (Ink ink = new Ink(200, 40)) {
                Page.legend(ink, 10, 24, 190, List.of(Page.Entry.line("x", Color.BLACK, true, EvokedPanel.dash(c))));
                int row = 2 * 20 * 400;
                int gaps = 0;
                for (int x = 21; x < 2 * 40; x++) {
                    gaps += (ink.pixels()[row + x] & 0xff) > 200 && (ink.pixels()[row + x - 1] & 0xff) <= 200 ? 1 : 0;
                }
                assertThat(gaps).as("gaps of line " + c).isGreaterThanOrEqualTo(c == 4 ? 1 : 2);
            }
        }
    }

    @Test
    void twelveConditionsAreToldApart() {
        Set<String> marks = new HashSet<>();
        Set<String> lines = new HashSet<>();
        for (int c = 0; c < 12; c++) {
            marks.add(Mark.of(c) + " " + PlotArea.colour(c));
            lines.add(java.util.Arrays.toString(EvokedPanel.dash(c)) + " " + PlotArea.colour(c));
        }
        assertThat(marks).hasSize(12);
        assertThat(lines).hasSize(12);
    }

    private static PlotArea plot(Ink ink, double... y) {
        return new PlotArea(ink, 70, 20, 300, 200, new double[] {0, 1}, y);
    }

    private static void assertApart(Ink ink) {
        List<Ink.Written> all = ink.written();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).area().getBounds2D().getMinX())
                    .as(all.get(i).text())
                    .isGreaterThanOrEqualTo(0);
            for (int j = 0; j < i; j++) {
                assertThat(all.get(i).area().intersects(all.get(j).area().getBounds2D()))
                        .as(String.format(
                                Locale.ROOT,
                                "%s on %s",
                                all.get(i).text(),
                                all.get(j).text()))
                        .isFalse();
            }
        }
    }
}
