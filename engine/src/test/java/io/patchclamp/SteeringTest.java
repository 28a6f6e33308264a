package io.patchclamp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.generate.Clamping;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.steer.Steering;
import io.patchclamp.steer.SteeringVector;
import io.patchclamp.steer.SteeringVector.Method;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SteeringTest {
    private static final int WIDTH = 24;

    /** Trials of two conditions, {@code gap} apart along the direction of alternating signs, with unit noise. */
    private static Recording planted(int trials, double gap, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RecordedTrial> recorded = new ArrayList<>();
        List<NamedArray> arrays = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            String mood = random.nextBoolean() ? "sad" : "glad";
            float[] numbers = new float[2 * WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                double planted = (mood.equals("glad") ? gap : 0) * (i % 2 == 0 ? 1 : -1) / Math.sqrt(WIDTH);
                numbers[i] = 99; // an earlier token, which does not count
                numbers[WIDTH + i] = (float) (5 + planted + random.nextGaussian());
            }
            Trials.Item item = new Trials.Item("t" + t, Map.of("mood", mood), Optional.empty());
            Tokens prompt = new Tokens("ab", List.of(1, 2), List.of("a", "b"), List.of(0, 1), List.of(1, 2));
            recorded.add(
                    new RecordedTrial(item, prompt, List.of(), List.of("a", "b"), "", List.of(0, 1), List.of(0, 0)));
            arrays.add(NamedArray.of(List.of("token", "d_model"), new int[] {2, WIDTH}, numbers));
        }
        Site site = new Site("L1.resid_post", Point.RESID_POST, 1, false, List.of(WIDTH));
        return new Recording(
                new Provenance("made", null, null, null, null, "f32", Map.of()),
                recorded,
                List.of(new SiteRecording(site, List.of(), arrays)),
                java.util.Collections.nCopies(trials, 1),
                "none");
    }

    private static double cosine(SteeringVector found) {
        double along = 0;
        for (int i = 0; i < WIDTH; i++) {
            along += found.vector().get(i) * (i % 2 == 0 ? 1 : -1) / Math.sqrt(WIDTH);
        }
        return along / found.norm();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aPlantedDirectionIsFoundAndSeparatesWhatItHasNotSeen(Method method) {
        SteeringVector found =
                Steering.on(planted(120, 6, 3)).method(method).towards("glad").by("mood");
        assertThat(cosine(found)).isGreaterThan(0.95);
        assertThat(found.norm()).isCloseTo(6, within(0.6));
        assertThat(found.from()).isEqualTo("sad");
        assertThat(found.learnt() + found.rest().count()).isEqualTo(120);
        assertThat(found.trial().trials()).isEqualTo(found.rest().count());
        assertThat(found.trial().accuracy()).isGreaterThan(0.97);
        assertThat(found.trial().separation()).isCloseTo(6, within(1.0));
        assertThat(found.trial().randomMean()).isLessThan(0.9);
        assertThat(found.trial().randomAsGood()).isLessThan(0.05);
        assertThat(found.p())
                .as("counts the direction itself, and is never 0")
                .isEqualTo((1
                                + Math.round(found.trial().randomAsGood()
                                        * found.trial().random()))
                        / (1.0 + found.trial().random()))
                .isPositive();
        assertThat(found.basis().seed()).isPresent();
        assertThat(found.basis().n()).containsEntry("tried", found.trial().trials());
        SteeringVector back =
                Steering.on(planted(120, 6, 3)).method(method).towards("sad").by("mood");
        assertThat(cosine(back)).isLessThan(-0.95);
    }

    @Test
    void whereNothingIsPlantedNothingIsSeparatedBeyondChance() {
        double sum = 0;
        for (int seed = 0; seed < 20; seed++) {
            sum += Steering.on(planted(80, 0, seed)).by("mood").trial().accuracy();
        }
        // 800 held-out trials: a standard error of 0.018
        assertThat(sum / 20).isCloseTo(0.5, within(0.06));
    }

    @Test
    void addedOnceItMovesOneMeanToTheOther() {
        try (Model model = TestModels.load("grouped")) {
            Trials trials =
                    Trials.parse("prompt | mood\nso glad | glad\nso sad | sad\nvery glad | glad\nvery sad | sad");
            Recording recording = Recorder.on(model).at("L1.resid_post").record(trials);
            SteeringVector found = Steering.on(recording).towards("glad").by("mood");
            assertThat(found.rest().items())
                    .containsExactly(trials.items().get(2), trials.items().get(3));
            Edit edit = Edit.parse("L1.resid_post+=v @-1", model, Map.of(), name -> Optional.of(found.vector()));
            Trials sad = Trials.of("so sad");
            float[] moved = Recorder.on(model)
                    .at("L1.resid_post")
                    .edits(List.of(edit))
                    .record(sad)
                    .sites()
                    .get(0)
                    .trials()
                    .get(0)
                    .at(5)
                    .toArray();
            float[] glad = recording.sites().get(0).trials().get(0).at(6).toArray();
            assertThat(moved).containsExactly(glad, within(1e-5f));
        }
    }

    /** In Java too, where no magic looks through the variables; and when the direction itself is long forgotten. */
    @Test
    void aDirectionIsNotTestedWhereItWasLearntWhateverItIsCalled() throws Exception {
        try (Model model = TestModels.load("grouped")) {
            Trials moods =
                    Trials.parse("prompt | mood\nso glad | glad\nso sad | sad\nvery glad | glad\nvery sad | sad");
            SteeringVector learnt = Steering.on(
                            Recorder.on(model).at("L0.resid_post").record(moods))
                    .by("mood");
            float[] typed = learnt.vector().toArray();
            for (int i = 0; i < typed.length; i++) {
                typed[i] *= -0.5f;
            }
            NamedArray anything = NamedArray.of(List.of("unit"), new int[] {typed.length}, typed);
            DoseResponse doses = DoseResponse.on(model, model.select("L0.resid_post"), "x", anything)
                    .doses(1, 2)
                    .random(1);
            assertThatThrownBy(() -> doses.run(learnt.learntFrom()))
                    .hasMessageContaining("2 of 2 trials are among those");
            assertThatThrownBy(() -> Clamping.on(model)
                            .clamp(List.of(Inject.of(model.select("L1.resid_post"), 1, "x", typed)))
                            .run(Trials.parse("SO  GLAD\nA cow")))
                    .hasMessageContaining("1 of 2 trials are among those that");
            assertThat(doses.run(learnt.rest()).circular()).isFalse();
            assertThat(doses.circular().run(learnt.learntFrom()).circular()).isTrue();
        }
    }
}
