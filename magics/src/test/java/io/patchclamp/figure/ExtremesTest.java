package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Unit;
import io.patchclamp.epoch.Window;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.DropLog;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures of very many things, of one, and of things with long names. */
class ExtremesTest {
    private static final Site SITE = new Site("L1.mlp.neurons", Point.NEURONS, 1, false, List.of(3));

    @Test
    void longNamesMakeThePageLongerAndLeaveThePlotsAsTheyAre() throws Exception {
        Figure brief = EvokedChart.of(
                evoked(IntStream.range(0, 12).mapToObj(i -> "c" + i).toList(), 0.3));
        Figure wordy = EvokedChart.of(evoked(
                IntStream.range(0, 12)
                        .mapToObj(i -> "a condition with a name of sixty characters and no fewer: " + i)
                        .toList(),
                0.3));
        Looked.at("evoked-wordy", wordy);

        assertThat(wordy.cssHeight() - brief.cssHeight()).isGreaterThanOrEqualTo(8 * Page.LINE);
    }

    @Test
    void anIntervalOfTwoTrialsDoesNotFlattenAllOthers() {
        assertThat(EvokedChart.of(evoked(List.of("a", "b"), 0.3)).caption()).doesNotContain("beyond the plot");
        assertThat(EvokedChart.of(evoked(List.of("a", "b"), 90)).caption())
                .contains("2 intervals of few trials may go on beyond the plot.");
    }

    @Test
    void aSquareOfAnyNumberOfRowsKeepsItsSize() {
        for (int n = 1; n <= 2_048; n++) {
            double width = SquareCells.width(n, 360);
            int shown = (n + SquareCells.pooled(n, 360) - 1) / SquareCells.pooled(n, 360);
            assertThat(width).as(n + " rows").isBetween(0.8 * 360, 1.6 * 360);
            assertThat(2 * width / shown).as(n + " rows").isEqualTo(Math.rint(2 * width / shown));
        }
    }

    @Test
    void correlationsOfManyUnitsStayOnThePageAndSayThatTheyArePooled() throws Exception {
        Figure figure = SquareChart.of(UnitCorrelations.of(Populations.growing(8, 1, 900), "cell", Shuffling.of(1, 0)));
        Looked.at("units-many", figure);

        assertThat(figure.caption()).contains("2 by 2 units share a cell, and the number furthest from 0 is drawn.");
        Picture picture = new Picture(figure);
        assertThat(figure.cssWidth()).isLessThan(600);
        // White at the right and below: nothing runs off.
        assertThat(IntStream.range(100, picture.height() - 100).map(y -> picture.rgb(picture.width() - 4, y)))
                .containsOnly(0xffffff);
    }

    @Test
    void whatWarnsIsWrittenInBold() throws Exception {
        Figure plain = HeatMap.of(Picture.matrix(4, 5, Picture.noise(20, 1))).render();
        Figure warned = Stamp.on(plain, "CIRCULAR: selected and tested on the same trials.");
        Looked.at("stamp", warned);

        assertThat(ink(warned, plain))
                .isGreaterThan(1.15 * ink(Stamp.on(plain, "CIRCULAS: selected and tested on the same trials."), plain));
        assertThat(warned.caption()).endsWith("CIRCULAR: selected and tested on the same trials.");
    }

    /** How dark what is under the picture is. */
    private static double ink(Figure stamped, Figure before) {
        Picture picture = new Picture(stamped);
        double dark = 0;
        for (int y = before.cssHeight() * Ink.SCALE + 2; y < picture.height() - 2; y++) {
            for (int x = 4; x < picture.width() - 4; x++) {
                dark += 255 - (picture.rgb(x, y) & 0xff);
            }
        }
        return dark;
    }

    private static Evoked evoked(List<String> conditions, double last) {
        List<Evoked.Line> lines = new ArrayList<>();
        for (String condition : conditions) {
            double[] means = {0, 0.5, 1, 0.4, 0.2};
            lines.add(new Evoked.Line(
                    condition,
                    20,
                    IntStream.range(0, 5)
                            .mapToObj(i -> point(i - 1, means[i], i == 4 ? last : 0.3))
                            .toList()));
        }
        Provenance made = new Provenance("made up", "", "", "", "", "f32", Map.of());
        return new Evoked(
                made,
                new Unit(SITE, 1),
                Window.eventLast(-1, 3),
                "cond",
                lines,
                Optional.empty(),
                new DropLog(20, List.of()),
                List.of());
    }

    private static Evoked.Point point(int offset, double mean, double half) {
        return new Evoked.Point(offset, 20, mean, mean - half, mean + half);
    }
}
