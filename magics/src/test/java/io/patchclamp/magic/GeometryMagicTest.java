package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Window;
import io.patchclamp.figure.Evokings;
import io.patchclamp.figure.Populations;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Agreement;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Dissimilarity;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.PcaReading;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.record.Recording;
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
                        "rec --by cell --against number --against tense --group noun --measure euclidean --compare tau-b --noise shrunk");

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
    void codesAreCarriedAndGeometriesDrawn() throws Exception {
        Generalisation map = (Generalisation) run("generalize", "rec --by number --group noun --permutations 19");
        assertThat(map.places()).hasSize(3);
        assertThat(text(map)).contains("trained at one site, read at another");
        Abstraction ccgp = (Abstraction) run("ccgp", "rec --by number --across tense --permutations 19");
        assertThat(ccgp.places()).hasSize(3);
        assertThat(html(ccgp)).contains("data:image/png;base64,");
        assertThat(text(ccgp)).contains("'number' learnt at one 'tense', read at the others");
        String left = text(run("ccgp", "rec --by number --across tense --group noun --permutations 5"));
        assertThat(left).contains("read-out, 5 folds by 'noun'; each cell's units");
        assertThat(text(run("ccgp", "rec --by number --across tense --item prompt --permutations 5")))
                .contains("5 folds by 'prompt'");
        Shattering cuts = (Shattering) run("shattering", "rec --by cell --group noun --permutations 5");
        assertThat(cuts.halves()).hasSize(3);
        assertThat(html(cuts)).contains("data:image/png;base64,");
        Alike alike = (Alike) run("alike", "rec --permutations 5");
        assertThat(alike.sites()).hasSize(3);
        fails("ccgp", "rec --by number", "%ccgp needs the column that differs between training and test.");
    }

    @Test
    void trialsAreChosenAndUnitsToo() throws Exception {
        Decoded decoding = (Decoded)
                run("decode", "rec --by number --group noun --where \"tense == 'past'\" --select 3 --permutations 5");

        assertThat(decoding.labels()).hasSize(40);
        assertThat(decoding.basis().method()).contains("3 units of largest F");
        fails(
                "decode",
                "rec --by number --where \"tense == 'later'\"",
                "No trial is left: none of 80 meets 'tense == 'later''.");
    }

    @Test
    void aWindowIsFollowedOffsetByOffset() throws Exception {
        Recording tokens = Evokings.recording(40, 2, 4);
        session.variables.put("tok", tokens);
        session.variables.put("ep", Epochs.of(tokens, Window.eventLast(-2, 2), "L1.mlp.neurons"));
        String options = " --by cond --group pair --permutations 5 ";
        Decoded cut = (Decoded) run("decode", "tok" + options + "--at L1.mlp.neurons --window -2..2");
        Decoded given = (Decoded) run("decode", "ep" + options);

        assertThat(cut.course().offsets()).containsExactly(-2, -1, 0, 1, 2);
        assertThat(cut.places()).isEqualTo(given.places());
        assertThat(text(cut)).contains("offset -2").contains("position 0");
        assertThat(((Generalisation) run("generalize", "ep" + options)).places())
                .hasSize(5);
        assertThat(((PcaReading) run("pca", "ep --by cond --group pair")).isPath())
                .isTrue();
        fails("decode", "rec --by number --window -2..2", "'rec' holds one token a trial.");
        fails("decode", "ep --by cond --window -2..2", "'ep' holds epochs, which are cut already.");
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

    private static String html(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/html");
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
