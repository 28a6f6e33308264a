package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.figure.Populations;
import io.patchclamp.geometry.Agreement;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Dissimilarity;
import io.patchclamp.geometry.PcaReading;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GeometryMagicTest {
    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void recordSomething() {
        session.variables.put("rec", Populations.growing(80, 3, 12));
    }

    @Test
    void decodingShowsPictureTableAndBasis() throws Exception {
        Decoded decoding = (Decoded) run("decode", "rec --by number --group noun --permutations 19 --seed 4");

        assertThat(decoding.places()).hasSize(3);
        assertThat(decoding.basis().seed()).hasValue(4);
        String text = text(decoding);
        assertThat(text)
                .contains("L2.resid_post")
                .contains("shuffled labels")
                .contains("length in characters")
                .contains("unit of analysis: item (n: singular 40, plural 40)")
                .contains("population: stimuli like these; model: fixed")
                .contains("max-T over 3; seed 4");
        assertThat((String) Views.of(decoding).orElseThrow().data().get("text/html"))
                .contains("<img")
                .contains("data:image/png;base64,");
    }

    @Test
    void sitesAreChosen() throws Exception {
        Decoded decoding = (Decoded) run("decode", "rec --by number --group noun --at L1.resid_post --permutations 5");

        assertThat(decoding.places()).hasSize(1);
        assertThat(decoding.notes()).noneMatch(n -> n.contains("circular"));
        fails("decode", "rec --by number --at L9.resid_post", "Nothing was recorded at 'L9.resid_post'.");
    }

    @Test
    void matricesAndComponentsTakeTheirOptions() throws Exception {
        RdmReading rdm = (RdmReading)
                run(
                        "rdm",
                        "rec --by cell --against number --against tense --group noun --measure euclidean --compare tau-b --raw");

        assertThat(rdm.measure()).isEqualTo(Dissimilarity.EUCLIDEAN);
        assertThat(rdm.agreement()).isEqualTo(Agreement.TAU_B);
        assertThat(rdm.models()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(text(rdm)).contains("Kendall tau-b").contains("unit of analysis: condition");
        PcaReading path = (PcaReading) run("pca", "rec --by cell --group noun");
        PcaReading dots = (PcaReading) run("pca", "rec --at L2.resid_post --scaled --group noun");
        assertThat(path.isPath()).isTrue();
        assertThat(dots.isPath()).isFalse();
        assertThat(text(dots)).contains("participation ratio").contains("in left-out trials");
    }

    @Test
    void theColumnIsAskedFor() {
        fails(
                "decode",
                "rec",
                "%decode needs the column that says what each trial is.\nTry: --by number, or --by tense");
        fails("rdm", "rec", "%rdm needs the column that says what each trial is.");
    }

    @Test
    void arraysCanBeHandedOn() throws Exception {
        assertThat(((Decoded) run("decode", "rec --by number --group noun --permutations 5")).exported())
                .extracting(a -> a.name())
                .contains("accuracy", "auc", "null", "predicted", "p", "labels", "folds", "baseline");
        assertThat(((RdmReading) run("rdm", "rec --by cell --against number --group noun")).exported())
                .extracting(a -> a.name())
                .containsExactly("rdm", "model", "agreement", "agreement_in_parts", "p", "p_corrected", "ceiling");
    }

    private Object run(String magic, String line) throws Exception {
        return magics.run(magic, line, Optional.empty(), session);
    }

    private void fails(String magic, String line, String message) {
        assertThatThrownBy(() -> run(magic, line)).hasMessageContaining(message);
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
