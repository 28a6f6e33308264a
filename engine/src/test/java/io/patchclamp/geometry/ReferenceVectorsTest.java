package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Small sets whose results are known from NumPy, SciPy and rsatoolbox. */
class ReferenceVectorsTest {
    private static final double[][] FOUR = {{1, 2, 3, 4}, {2, 3, 4, 5}, {4, 3, 2, 1}, {1, 0, 1, 0}};

    @Test
    void componentsOfTenPoints() {
        double[][] x = {
            {2.5, 2.4},
            {.5, .7},
            {2.2, 2.9},
            {1.9, 2.2},
            {3.1, 3},
            {2.3, 2.7},
            {2, 1.6},
            {1, 1.1},
            {1.5, 1.6},
            {1.1, .9}
        };

        Spectrum spectrum = Spectrum.of(x, 2);

        assertThat(spectrum.variances()).containsExactly(new double[] {1.28402771, .0490834}, within(1e-8));
        assertThat(spectrum.participation()).isEqualTo(1.0763406906, within(1e-9));
        assertThat(spectrum.axes()[0]).containsExactly(new double[] {.6778734, .73517866}, within(1e-7));
    }

    /** Commons Math gives up on some matrices after 30 turns: the components of this recording's halves were an error. */
    @Test
    void componentsAreFoundWhereTheUsualWayGivesUp() {
        String reference = "phantom:selective?seed=41&units=96&layers=3";
        try (io.patchclamp.model.Model model = io.patchclamp.Patchclamp.load(reference)) {
            io.patchclamp.record.Recording recording = io.patchclamp.record.Recorder.on(model)
                    .at("L1.mlp.neurons")
                    .pool(io.patchclamp.record.Pool.EVENT)
                    .record(io.patchclamp.phantom.Phantom.of(reference).trials(120, 5));
            PcaReading found =
                    Pca.of(io.patchclamp.epoch.Responses.of(recording)).run();
            assertThat(found.participation()).isBetween(1.0, 96.0);
        }
        double[][] square = {{4, 2, 0}, {2, 3, 1}, {0, 1, Double.NaN}};
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Symmetric.of(square))
                .isInstanceOf(org.apache.commons.math3.exception.MathIllegalStateException.class);
    }

    @Test
    void distancesOfFourConditions() {
        assertThat(Dissimilarity.pairs(Dissimilarity.EUCLIDEAN.of(FOUR)))
                .containsExactly(new double[] {1, 5, 6, 6, 11, 5}, within(1e-12));
        assertThat(Dissimilarity.pairs(Dissimilarity.CORRELATION.of(FOUR)))
                .containsExactly(new double[] {0, 2, 1.4472136, 2, 1.4472136, .5527864}, within(1e-7));
    }

    @Test
    void agreementsOfTwoMatrices() {
        double[] a = {1, 5, 6, 6, 11, 5};
        double[] b = {.1, 1.9, 1, 2, 1.1, .9};

        assertThat(Agreement.RHO_A.of(a, b)).isEqualTo(.5428571429, within(1e-10));
        assertThat(Agreement.SPEARMAN.of(a, b)).isEqualTo(.5590653920, within(1e-10));
        assertThat(Agreement.TAU_B.of(a, b)).isEqualTo(.5012804118, within(1e-10));
        assertThat(Agreement.COSINE.of(a, b)).isEqualTo(.8674741503, within(1e-10));
        assertThat(Agreement.PEARSON.of(a, b)).isEqualTo(.4023246066, within(1e-10));
    }

    @Test
    void crossnobisOfTwoParts() {
        double[][][] parts = {{{1, 0, 2}, {0, 1, 1}}, {{1.2, .1, 1.8}, {.1, .9, 1.1}}};

        assertThat(Dissimilarity.crossnobis(parts, new double[][][] {parts[1], parts[0]})[0][1])
                .isEqualTo(.8666666667, within(1e-10));
    }

    @Test
    void alignmentOfTwoSites() {
        float[][] a = {{1, 2}, {2, 3}, {3, 5}, {6, 4}};
        float[][] b = {{2, 1, 0}, {3, 1, 1}, {5, 2, 0}, {5, 6, 1}};

        Alike alike = Alike.of(Populations.of(Map.of(), a, b), Shuffling.of(0, 0));

        assertThat((double) alike.cka().get(0, 1)).isEqualTo(.9644619357, within(1e-7));
        assertThat(alike.cka().get(1, 1)).isEqualTo(1, within(1e-6f));
    }

    @Test
    void noiseCorrelationOfTwoUnits() {
        float[][] x = {{1, 2}, {2, 3}, {3, 5}, {6, 4}, {7, 6}, {8, 5}};
        Responses responses = Populations.of(Map.of("kind", List.of("0", "0", "0", "1", "1", "1")), x);

        UnitCorrelations correlations = UnitCorrelations.of(responses, "kind", Shuffling.of(10, 0));

        assertThat((double) correlations.noise().get(0, 1)).isEqualTo(.7745966692, within(1e-7));
        assertThat((double) correlations.total().get(0, 1)).isEqualTo(.7781778102, within(1e-7));
        assertThat(correlations.signal().get(0, 1)).isEqualTo(1, within(1e-6f));
    }

    @Test
    void noiseIsNotAlikeWithoutBias() {
        Alike alike = Alike.of(
                Populations.of(Map.of(), Populations.noise(20, 200, 1), Populations.noise(20, 200, 2)),
                Shuffling.of(99, 0));

        assertThat(alike.cka().get(0, 1)).isGreaterThan(0.8f);
        assertThat(Math.abs(alike.unbiased().get(0, 1))).isLessThan(0.2f);
        assertThat(alike.p().get(0, 1)).isGreaterThan(0.05f);
    }

    @Test
    void conditionsThatDoNotDifferAreAtDistanceZeroOnAverage() {
        double crossnobis = 0;
        double euclidean = 0;
        List<String> kinds = Populations.cycle(30, "a", "b", "c");
        for (int run = 0; run < 100; run++) {
            Rsa rsa = Rsa.of(Populations.of(Map.of("kind", kinds), Populations.noise(30, 20, 50 + run)), "kind");
            crossnobis += rsa.run().rdms().get(0).pairs().get(0) / 100;
            euclidean += rsa.measure(Dissimilarity.EUCLIDEAN)
                            .run()
                            .rdms()
                            .get(0)
                            .pairs()
                            .get(0)
                    / 100;
        }

        assertThat(crossnobis).isBetween(-0.02, 0.02);
        assertThat(euclidean).isGreaterThan(0.15);
    }

    @Test
    void aPlantedGeometryAgreesWithItsModelAndNotWithAnother() {
        List<String> kinds = Populations.cycle(72, "a", "b", "c", "d", "e", "f");
        List<String> size = Populations.cycle(72, "1", "2", "3", "4", "5", "6");
        List<String> other = Populations.cycle(72, "3", "1", "6", "2", "5", "4");
        float[][] rows = Populations.noise(72, 30, 4);
        for (int t = 0; t < 72; t++) {
            rows[t][0] += 2 * (t % 6);
        }

        RdmReading reading = Rsa.of(Populations.of(Map.of("kind", kinds, "size", size, "other", other), rows), "kind")
                .model("size")
                .model("other")
                .run();

        RdmReading.Fit planted = reading.fits().get(0);
        assertThat(planted.model()).isEqualTo("size");
        assertThat(planted.value()).isGreaterThan(0.9);
        assertThat(planted.corrected()).isLessThan(0.02);
        assertThat(reading.fits().get(1).corrected()).isGreaterThan(0.05);
        assertThat(reading.basis().method()).contains("all 720 orders");
        assertThat(reading.basis().n()).containsEntry("conditions", 6);
        assertThat(reading.basis().population()).startsWith("conditions like these");
        assertThat(reading.ceilings().get(0).lower())
                .isLessThanOrEqualTo(reading.ceilings().get(0).upper());
        assertThat(planted.inParts())
                .isLessThanOrEqualTo(reading.ceilings().get(0).upper() + 1e-9);
    }

    @Test
    void aModelThatFewConditionsCannotTellFromChanceIsSaidToBe() {
        List<String> kinds = Populations.cycle(40, "a", "b", "c", "d");
        RdmReading reading = Rsa.of(
                        Populations.of(
                                Map.of("kind", kinds, "half", Populations.cycle(40, "1", "1", "2", "2")),
                                Populations.noise(40, 10, 1)),
                        "kind")
                .model("half")
                .run();

        assertThat(reading.notes())
                .anyMatch(n -> n.contains("'half' is the same in 8 of 24 orders") && n.contains("below 0.333"));
    }

    @Test
    void noiseHasLargeComponentsThatDoNotHold() {
        PcaReading reading =
                Pca.of(Populations.of(Map.of(), Populations.noise(40, 100, 3))).run();

        assertThat(reading.share(0)).isGreaterThan(0.04);
        assertThat(reading.held().get(reading.held().size() - 1)).isLessThan(0.12);
        assertThat(reading.participation()).isBetween(20.0, 39.0);
        assertThat(IntStream.range(0, 39).mapToDouble(reading::share).sum()).isEqualTo(1, within(1e-9));
    }

    @Test
    void conditionsFollowTheirPathThroughSites() {
        List<String> kinds = Populations.cycle(40, "a", "b");
        float[][][] sites = new float[6][][];
        for (int s = 0; s < 6; s++) {
            sites[s] = Populations.noise(40, 12, 60 + s);
            for (int t = 0; t < 40; t++) {
                sites[s][t][0] += 5 * s;
                sites[s][t][1] += (t % 2 == 0 ? 2 : -2) * s;
            }
        }

        PcaReading reading =
                Pca.of(Populations.of(Map.of("kind", kinds), sites)).by("kind").run();

        assertThat(reading.isPath()).isTrue();
        assertThat(reading.scores().shape()).containsExactly(12, 10);
        assertThat(reading.share(0) + reading.share(1)).isGreaterThan(0.9);
        assertThat(reading.held().get(1)).isGreaterThan(0.9);
        assertThat(Arrays.stream(reading.exported().get(3).shape()).boxed().toList())
                .isEqualTo(List.of(2, 6, 10));
    }
}
