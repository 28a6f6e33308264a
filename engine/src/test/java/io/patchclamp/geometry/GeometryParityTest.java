package io.patchclamp.geometry;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The same numbers as scikit-learn and rsatoolbox; the script that made them is beside them. */
class GeometryParityTest {
    private static JsonObject made;

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader =
                Files.newBufferedReader(Path.of("src", "test", "resources", "geometry", "geometry.json"))) {
            made = JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "wide", "three", "selected", "selected_three"})
    void nestedReadoutsAreThoseOfScikitLearn(String name) {
        JsonObject set = made.getAsJsonObject(name);
        float[][] x = floats(set.getAsJsonArray("x"));
        int[] y = ints(set.getAsJsonArray("y"));
        Folds folds = new Folds(5, ints(set.getAsJsonArray("folds")));
        double[] penalties = doubles(set.getAsJsonArray("penalties"));

        NestedValidation.Outcome outcome = new NestedValidation(
                        folds, new int[][] {y}, IntStream.of(y).max().orElse(0) + 1, penalties)
                .run(new Strongest(
                        x,
                        set.has("select") ? set.get("select").getAsInt() : Integer.MAX_VALUE,
                        true,
                        new double[x.length][0]));

        assertThat(outcome.penalty()).containsExactly(doubles(set.getAsJsonArray("penalty")));
        assertThat(outcome.predicted()).containsExactly(ints(set.getAsJsonArray("predicted")));
        assertThat(outcome.accuracy()[0]).containsExactly(doubles(set.getAsJsonArray("accuracy")), within(1e-12));
        double[] auc = doubles(set.getAsJsonArray("auc"));
        if (auc.length > 0) {
            assertThat(outcome.area()[0]).containsExactly(auc, within(1e-12));
        }
    }

    @Test
    void twoClassesOfOneSizeAreToldApartAsByRidgeRegression() {
        JsonObject set = made.getAsJsonObject("ridge");
        float[][] x = floats(set.getAsJsonArray("x"));
        int[] y = ints(set.getAsJsonArray("y"));

        NestedValidation.Outcome outcome = new NestedValidation(
                        new Folds(5, ints(set.getAsJsonArray("folds"))), new int[][] {y}, 2, new double[] {
                            set.get("penalty").getAsDouble()
                        })
                .run((train, known) -> Gram.of(x, train, false, new double[x.length][0]));

        assertThat(outcome.predicted()).containsExactly(ints(set.getAsJsonArray("predicted")));
    }

    @Test
    void distancesAreThoseOfRsatoolbox() {
        JsonObject set = made.getAsJsonObject("distances");
        float[][] x = floats(set.getAsJsonArray("x"));
        int[] of = ints(set.getAsJsonArray("conditions"));
        Labels labels = new Labels("c", List.of("0", "1", "2", "3", "4", "5"), new int[of.length], of);
        Optional<Folds> parts = Optional.of(new Folds(3, ints(set.getAsJsonArray("parts"))));
        Patterns place = new Patterns("x", x);
        Conditions plain = Conditions.of(place, labels, Noise.NONE);

        same(plain.distances(Dissimilarity.EUCLIDEAN, parts), set, "euclidean");
        same(plain.distances(Dissimilarity.CORRELATION, parts), set, "correlation");
        same(plain.distances(Dissimilarity.CROSSNOBIS, parts), set, "crossnobis");
        same(crossnobis(place, labels, Noise.DIAGONAL, parts), set, "crossnobis_whitened");
        same(crossnobis(place, labels, Noise.SHRUNK, parts), set, "crossnobis_shrunk");
        same(crossnobis(place, labels, Noise.LEDOIT_WOLF, parts), set, "crossnobis_ledoit_wolf");
    }

    @Test
    void distancesOfUnevenPartsAndManyUnitsAreThoseOfRsatoolbox() {
        JsonObject set = made.getAsJsonObject("uneven");
        int[] of = ints(set.getAsJsonArray("conditions"));
        Labels labels = new Labels("c", List.of("0", "1", "2", "3"), new int[of.length], of);
        Optional<Folds> parts = Optional.of(new Folds(3, ints(set.getAsJsonArray("parts"))));
        Patterns place = new Patterns("x", floats(set.getAsJsonArray("x")));

        same(crossnobis(place, labels, Noise.NONE, parts), set, "crossnobis");
        same(crossnobis(place, labels, Noise.DIAGONAL, parts), set, "crossnobis_whitened");
        same(crossnobis(place, labels, Noise.SHRUNK, parts), set, "crossnobis_shrunk");
        same(crossnobis(place, labels, Noise.LEDOIT_WOLF, parts), set, "crossnobis_ledoit_wolf");
        same(Conditions.of(place, labels, Noise.SHRUNK).distances(Dissimilarity.EUCLIDEAN, parts), set, "mahalanobis");
    }

    private static double[][] crossnobis(Patterns place, Labels labels, Noise noise, Optional<Folds> parts) {
        return Conditions.of(place, labels, noise).distances(Dissimilarity.CROSSNOBIS, parts);
    }

    private static void same(double[][] ours, JsonObject set, String name) {
        assertThat(Dissimilarity.pairs(ours)).as(name).containsExactly(doubles(set.getAsJsonArray(name)), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(Agreement.class)
    void agreementsAreThoseOfRsatoolbox(Agreement agreement) {
        JsonObject set = made.getAsJsonObject("comparisons");

        double ours = agreement.of(doubles(set.getAsJsonArray("a")), doubles(set.getAsJsonArray("b")));

        assertThat(ours)
                .isEqualTo(set.getAsJsonObject("values").get(agreement.name()).getAsDouble(), within(1e-9));
    }

    /** Distances with ties and a negative zero, in four parts: rsatoolbox 0.3.2, boot_noise_ceiling. */
    @ParameterizedTest
    @CsvSource({
        "RHO_A, 0.3285714285714285, 0.45714285714285713",
        "SPEARMAN, 0.3480280369104424, 0.4706113170505469",
        "TAU_A, 0.2833333333333333, 0.43333333333333324",
        "TAU_B, 0.3184687217673104, 0.464971576143721",
        "COSINE, 0.8385813993101586, 0.9083700905436951",
        "PEARSON, 0.1985448354548437, 0.4719797351790792"
    })
    void ceilingsAreThoseOfRsatoolboxWhereRanksAreTied(Agreement agreement, double lower, double upper) {
        double[][] parts = {{1, 2, 3, 4, 5, 6}, {2, 1, 3, 5, 4, 4}, {-0.0, 1, 0, 3, 1, 2}, {6, 4, 5, 3, 2, 2}};
        List<Rdm> rdms = new ArrayList<>();
        for (double[] pairs : parts) {
            double[][] square = new double[4][4];
            int at = 0;
            for (int i = 0; i < 4; i++) {
                for (int j = i + 1; j < 4; j++) {
                    square[i][j] = pairs[at];
                    square[j][i] = pairs[at++];
                }
            }
            rdms.add(new Rdm("part", List.of("0", "1", "2", "3"), Tables.named("condition", "condition'", square)));
        }

        RdmReading.Ceiling ceiling = Ceilings.of(rdms, agreement);

        assertThat(ceiling.lower()).isEqualTo(lower, within(1e-7));
        assertThat(ceiling.upper()).isEqualTo(upper, within(1e-7));
    }

    @ParameterizedTest
    @CsvSource({
        "RHO_A, -0.2571428571428571",
        "SPEARMAN, -0.281387429766325",
        "TAU_A, -0.2",
        "TAU_B, -0.24019223070763074"
    })
    void aNegativeZeroIsZeroToAgreements(Agreement agreement, double expected) {
        double[] minus = {0, -0.0, 0, 2, 1, 3};
        assertThat(agreement.of(minus, new double[] {1, 2, 2, 3, -0.0, 0})).isEqualTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"long", "flat"})
    void componentsAreThoseOfScikitLearn(String name) {
        JsonObject set = made.getAsJsonObject(name);
        float[][] floats = floats(set.getAsJsonArray("x"));
        double[][] x = new double[floats.length][];
        for (int i = 0; i < x.length; i++) {
            float[] row = floats[i];
            x[i] = IntStream.range(0, row.length).mapToDouble(u -> row[u]).toArray();
        }

        Spectrum spectrum = Spectrum.of(x, 3);

        assertThat(spectrum.variances()).containsExactly(doubles(set.getAsJsonArray("variance")), within(1e-9));
        JsonArray scores = set.getAsJsonArray("scores");
        for (int k = 0; k < 3; k++) {
            double sign = Math.signum(spectrum.scores(x[0])[k] * at(scores, 0, k));
            for (int i = 0; i < x.length; i++) {
                assertThat(sign * spectrum.scores(x[i])[k]).isEqualTo(at(scores, i, k), within(1e-8));
            }
        }
    }

    private static double at(JsonArray rows, int row, int column) {
        return rows.get(row).getAsJsonArray().get(column).getAsDouble();
    }

    private static float[][] floats(JsonArray rows) {
        float[][] out = new float[rows.size()][];
        for (int i = 0; i < out.length; i++) {
            double[] row = doubles(rows.get(i).getAsJsonArray());
            out[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                out[i][j] = (float) row[j];
            }
        }
        return out;
    }

    private static double[] doubles(JsonArray list) {
        return IntStream.range(0, list.size())
                .mapToObj(list::get)
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static int[] ints(JsonArray list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).getAsInt()).toArray();
    }
}
