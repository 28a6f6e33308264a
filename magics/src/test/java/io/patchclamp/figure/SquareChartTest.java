package io.patchclamp.figure;

import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.Generaliser;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SquareChartTest {
    private final Responses responses = Populations.growing(80, 12, 24);

    @Test
    void aMapOfGeneralisationSaysWhatAClusterDoesNot() throws Exception {
        Generalisation map = Generaliser.of(responses, "number")
                .group("noun")
                .permutations(60)
                .run();
        Looked.at("generalisation", SquareChart.of(map));

        assertThat(SquareChart.of(map).caption())
                .contains("above the mean of shuffled labels")
                .contains("60 shuffles, seed 0)")
                .contains("it does not say where it begins or ends");
        assertThat(text(map)).contains("unit of analysis: item").contains("cluster permutation over 144");
    }

    @Test
    void cellsOfAMapMeetWithoutASeam() {
        double[][] cells = new double[7][7];
        for (double[] row : cells) {
            java.util.Arrays.setAll(row, j -> j);
        }
        try (Ink ink = new Ink(200, 200)) {
            new SquareCells(cells, true).paint(ink, 20.3, 20.3, 100);

            assertThat(IntStream.range(2 * 30, 2 * 110)
                            .map(x -> ink.pixels()[2 * 60 * 400 + x])
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(7);
        }
    }

    @Test
    void unitsOfHeadsAreNamedByHeadAndNumberWithinTheirSite() {
        assertThat(SquareChart.inside("L5.attn.z[3,61]")).isEqualTo("3,61");
        assertThat(SquareChart.inside("mean of 2 units")).isEqualTo("mean of 2 units");
    }

    @Test
    void sitesAndUnitsAreComparedInSquares() throws Exception {
        Alike alike = Alike.of(responses, Shuffling.of(20, 0));
        Looked.at("alike", SquareChart.of(alike));
        UnitCorrelations units = UnitCorrelations.of(
                responses.units(IntStream.range(264, 288).boxed().toList()), "cell", Shuffling.of(20, 0));
        Looked.at("units", SquareChart.of(units));

        assertThat(text(alike)).contains("unbiased linear CKA");
        assertThat(text(units)).contains("(noise)").contains("unit of analysis: item", "labels shuffled");
    }

    @Test
    void abstractionAndShatteringAreTables() {
        Responses last = responses.sites(List.of("L11.resid_post"));

        assertThat(text(Abstraction.of(last, "number", "tense", Shuffling.of(20, 0))))
                .contains("95 % of turned geometries");
        assertThat(text(Shattering.of(last, "cell", Shuffling.of(10, 0).group("noun"))))
                .contains("shattering dimension")
                .contains("singular past, plural past");
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
