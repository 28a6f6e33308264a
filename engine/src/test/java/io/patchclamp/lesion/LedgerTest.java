package io.patchclamp.lesion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Clamp;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whether a hypothesis was there before the data, where experiments and recordings are made in Java. */
class LedgerTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials SEEN = Trials.of("the quick fox", "a dog");
    private static final Trials FRESH = Trials.of("no one was here", "it is late");
    private static final Trials TWO =
            Trials.parse("prompt | kind\nthe fox | a\na dog | a\nthe cat | a\nno car | b\na bus | b\nthe key | b");

    private Model model;

    @BeforeEach
    void load() throws Exception {
        model = Patchclamp.load(
                Path.of(LedgerTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static Hypothesis less() {
        return Hypothesis.of("h", "it falls", Tail.LESS, METRIC.toString());
    }

    private ControlledLesion lesion(Hypothesis hypothesis, Trials trials) {
        return LesionStudy.of(model, UnitSet.named(model.select("L0.mlp.neurons[0..3]")))
                .controls(9)
                .hypothesis(hypothesis)
                .run(new Task("letters", trials, METRIC));
    }

    @Test
    void aLesionOfWhatWasClampedBeforeComesAfterTheData() {
        Clamping.on(model)
                .clamp(List.of(Clamp.of(model.select("L0.mlp.neurons[7]"), 0)))
                .metric(METRIC)
                .run(SEEN);
        Hypothesis late = less();
        assertThat(lesion(late, SEEN).provenance().details().get("hypothesis")).startsWith("POST HOC · h: less");
        assertThat(lesion(late, SEEN).modes().get(0).rank().get(0).basis().tail())
                .isEqualTo(Tail.TWO_SIDED);
        ControlledLesion fresh = lesion(late, FRESH);
        assertThat(fresh.provenance().details().get("hypothesis")).endsWith("before the data");
        assertThat(fresh.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.LESS);
        // asking again is no later
        assertThat(lesion(late, FRESH).provenance().details().get("hypothesis")).endsWith("before the data");
    }

    @Test
    void aRecordingInJavaCarriesWhatWasExpectedBeforeItAndItsReadOutsSayIt() {
        Hypothesis early = Hypothesis.of("early", "they differ", Tail.GREATER, "activation");
        Recorder recorder = Recorder.on(model).at("L0.mlp.neurons").pool(Pool.LAST);
        recorder.reference(TWO); // nobody looks at it
        Hypothesis still = Hypothesis.of("still", "they differ", Tail.LESS, "activation");
        Recording recording = recorder.expecting(early, still).record(TWO);
        assertThat(recording.hypotheses()).containsExactly(early, still);
        Selectivity found =
                Selectivity.of(Responses.of(recording.testing(still))).by("kind");
        Hypothesis late = Hypothesis.of("late", "they differ", Tail.GREATER, "activation");
        assertThat(recorder.expecting(early, late).record(TWO).hypotheses()).containsExactly(early);
        assertThat(Responses.of(recording).testing(still).provenance().details().get("hypothesis"))
                .endsWith("before the data");
        assertThat(Responses.of(recording).testing(still).provenance().tail()).isEqualTo(Tail.LESS);
        assertThat(Responses.of(recording).testing(late).provenance().details().get("hypothesis"))
                .startsWith("POST HOC");
        assertThat(found).isNotNull();
    }

    @Test
    void aNotebooksModelsKnowWhatItExpectsAndWhatWasSeenBeforeTheyCameIn() {
        Ledger notebook = new Ledger();
        Recorder recorder = Recorder.on(model).at("L0.mlp.neurons");
        recorder.record(SEEN);
        Hypothesis expected = notebook.register(Hypothesis.of("h", "they differ", Tail.TWO_SIDED, "activation"));
        notebook.share(model);
        assertThat(recorder.record(SEEN).hypotheses()).isEmpty();
        assertThat(recorder.record(FRESH).hypotheses()).containsExactly(expected);
        assertThat(notebook.registered()).containsExactly(expected);
        assertThat(notebook.register(Hypothesis.of("h", "another", Tail.LESS, "kl")))
                .isSameAs(expected);
    }

    @Test
    void whatWasFoundIsNotForgottenWhereItIsNamed() {
        Selection where = model.select("L0.mlp.neurons[0..3]");
        UnitSet found = new UnitSet("found", where, SEEN.items(), Optional.empty());
        UnitSet named = UnitSet.named(found.where());
        assertThat(named.chosenOn()).isEqualTo(SEEN.items());
        assertThatThrownBy(() -> LesionStudy.of(model, named).controls(9).run(new Task("letters", SEEN, METRIC)))
                .hasMessageContaining("chosen");
        assertThat(UnitSet.named(model.select("L0.mlp.neurons[0..3]")).chosenOn())
                .isEmpty();
    }
}
