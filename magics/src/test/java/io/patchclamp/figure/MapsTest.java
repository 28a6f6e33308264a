package io.patchclamp.figure;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.geometry.Agreement;
import io.patchclamp.geometry.Course;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.DecodedPlace;
import io.patchclamp.geometry.Dissimilarity;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.Rdm;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Maps over sites and offsets, with names of any length and cells that are missing. */
class MapsTest {
    private static final Provenance MADE = new Provenance("made up", "", "", "", "", "f32", Map.of());
    private static final Basis BASIS = new Basis(
            "item",
            Map.of("a", 4, "b", 4),
            Basis.ITEMS,
            "m; all 24 orders",
            Tail.GREATER,
            Correction.NONE,
            1,
            OptionalLong.of(0));
    private static final List<String> MIXED = List.of("L3.attn.out", "L3.mlp.out", "model.layers.20.mlp.down_proj");

    @Test
    void aMissingCellIsGreyAndNeitherTheBestNorSignificant() throws Exception {
        Decoded decoded = decoded(MIXED, List.of(-1, 0), Double.NaN, 0.5, 0.6, 0.5, 0.9, 0.4);
        Figure figure = DecodingChart.of(decoded);
        Looked.at("decoding-map-missing", figure);

        assertThat(decoded.p(0)).isNaN();
        assertThat(figure.caption()).endsWith("Grey: missing.");
        assertThat(figure.text()).contains("best model.layers.20.mlp.down_proj offset -1: 0.900");
        assertThat(new Picture(figure).has(ColourScale.MISSING_RGB)).isTrue();
    }

    @Test
    void aCourseWithAMissingPlaceKeepsItsScale() throws Exception {
        Figure figure = DecodingChart.of(decoded(List.of("L3.mlp.out"), List.of(-1, 0, 1), Double.NaN, 0.5, 0.9));
        Looked.at("decoding-course-missing", figure);

        assertThat(figure.text()).contains("best offset 1: 0.900, p = .0100");
    }

    @Test
    void layersOfOneKindAreNamedByTheirNumberAndTheirAxisByTheKind() {
        assertThat(CourseAxis.label(new Course(List.of("L0.resid_post", "L1.resid_post"), List.of())))
                .isEqualTo("layer (resid_post)");
        assertThat(SiteNames.of(MIXED)).isEqualTo(new SiteNames(MIXED, "site"));
    }

    @Test
    void placesOfSitesAndOffsetsAreNamedByBoth() {
        assertThat(CourseAxis.labels(new Course(List.of("L0.resid_post", "L1.resid_post"), List.of(-1, 0))))
                .containsExactly("L0 −1", "L0 0", "L1 −1", "L1 0");
        assertThat(CourseAxis.labels(new Course(List.of("L3.attn.out", "L3.mlp.out"), List.of())))
                .containsExactly("L3.attn.out", "L3.mlp.out");
    }

    @Test
    void accuracyAboveChanceIsRedAndBlueEvenWhereNoneIsBelow() throws Exception {
        Course course = new Course(MIXED, List.of());
        NamedArray half = square(3, 0.5);
        Figure figure = SquareChart.of(new Generalisation(
                MADE,
                course,
                "number",
                List.of("a", "b"),
                course.names(),
                square(3, 0.8),
                half,
                half,
                List.of(),
                BASIS,
                List.of()));
        Looked.at("generalisation-mixed", figure);

        assertThat(new Picture(figure).has(Picture.RED)).isTrue();
        assertThat(figure.caption()).doesNotContain("Grey");
    }

    @Test
    void matricesOverOffsetsShowTheEventAndSayWhatIsGrey() throws Exception {
        Course course = new Course(
                List.of("L3.mlp.out"), IntStream.rangeClosed(-20, 20).boxed().toList());
        List<Rdm> rdms = course.names().stream()
                .map(name -> new Rdm(name, List.of("a", "b"), square(2, name.equals("offset 0") ? Double.NaN : 1)))
                .toList();
        Figure figure = RdmChart.of(new RdmReading(
                MADE,
                course,
                "condition",
                Dissimilarity.CORRELATION,
                Agreement.RHO_A,
                rdms,
                List.of(),
                List.of(),
                List.of(),
                BASIS,
                List.of()));
        Looked.at("rdm-offsets", figure);

        // Only the event's matrix has a gap: it is among the four that are drawn.
        assertThat(figure.caption())
                .contains("Matrices of 4 of 41 offsets")
                .contains("the diagonal and what is missing grey; columns in the order of the rows");
    }

    @Test
    void conditionsTooManyToBeNamedAreSaidFromTheFirstToTheLast() {
        List<String> conditions = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
        Figure figure = RdmChart.of(new RdmReading(
                MADE,
                new Course(List.of("L3.mlp.out"), List.of()),
                "condition",
                Dissimilarity.CORRELATION,
                Agreement.RHO_A,
                List.of(new Rdm("L3.mlp.out", conditions, square(20, 1))),
                List.of(),
                List.of(),
                List.of(),
                BASIS,
                List.of()));

        assertThat(figure.caption())
                .contains("distance: 1 − correlation")
                .contains("rows and columns: conditions from 'c0' to 'c19'");
    }

    @Test
    void conditionsAreNotCountedAsTrials() {
        assertThat(RdmChart.counted(Map.of("conditions", 6, "trials", 12))).isEqualTo("12 trials");
        assertThat(RdmChart.counted(Map.of("a", 6, "b", 1))).isEqualTo("7 items");
    }

    @Test
    void baselinesAreToldApartWithoutTheirColours() throws Exception {
        Figure figure = DecodingChart.of(decoded(
                places(List.of("characters", "tokens", "both"), 0.3, 0.4, 0.45),
                List.of("L0.resid_post", "L1.resid_post", "L2.resid_post"),
                List.of(),
                0.9,
                0.9,
                0.9));
        Looked.at("decoding-baselines", figure);
        Picture picture = new Picture(figure);

        assertThat(IntStream.of(1, 2, 3).map(c -> longestRun(picture, PlotArea.COLOURS[c])))
                .doesNotHaveDuplicates();
    }

    /** How many pixels of a colour stand side by side at most. */
    private static int longestRun(Picture picture, int colour) {
        int longest = 0;
        for (int y = 0; y < picture.height(); y++) {
            int run = 0;
            for (int x = 0; x < picture.width(); x++) {
                run = picture.rgb(x, y) == colour ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        return longest;
    }

    private static Decoded decoded(List<String> sites, List<Integer> offsets, double... accuracy) {
        return decoded(List.of(), sites, offsets, accuracy);
    }

    private static List<DecodedPlace> places(List<String> names, double... accuracy) {
        return IntStream.range(0, accuracy.length)
                .mapToObj(i -> new DecodedPlace(
                        names.get(i),
                        8,
                        List.of(accuracy[i], accuracy[i]),
                        List.of(0.5),
                        List.of(1.0),
                        List.of(0),
                        Stream.generate(() -> 0.5).limit(99).toList(),
                        List.of(0.5)))
                .toList();
    }

    private static Decoded decoded(
            List<DecodedPlace> baselines, List<String> sites, List<Integer> offsets, double... accuracy) {
        Course course = new Course(sites, offsets);
        List<DecodedPlace> places = places(course.names(), accuracy);
        return new Decoded(
                MADE,
                course,
                "number",
                List.of("a", "b"),
                List.of(0, 1),
                List.of(0, 1),
                "'template'",
                List.of(),
                places,
                baselines,
                BASIS,
                List.of());
    }

    private static NamedArray square(int n, double value) {
        float[] cells = new float[n * n];
        java.util.Arrays.fill(cells, (float) value);
        return NamedArray.of(List.of("row", "column"), new int[] {n, n}, cells);
    }
}
