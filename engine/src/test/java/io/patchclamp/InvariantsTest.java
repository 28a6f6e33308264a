package io.patchclamp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.patchclamp.edit.Clamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Tap;
import io.patchclamp.model.Write;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold without any reference, bit for bit where nothing is computed differently. */
class InvariantsTest {
    private static final String TEXT = "The quick brown fox, 42 jumps.";
    private static Model model;

    @BeforeAll
    static void load() {
        model = TestModels.load("grouped");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static int[] ids(String text) {
        return model.tokenizer().encode(text).toArray();
    }

    private static float[] logits(List<Tap> taps, List<Write> writes) {
        try (Decoding decoding = model.begin()) {
            return decoding.feed(new int[][] {ids(TEXT)}, taps, writes)[0];
        }
    }

    private static List<Tap> tapsEverywhere(boolean attentionToo) {
        List<Tap> taps = new ArrayList<>();
        model.sites().all().stream()
                .filter(s -> attentionToo || !s.point().isAttention())
                .forEach(s -> taps.add(new TestTap(s.point(), s.layer(), slab -> {})));
        return taps;
    }

    @Test
    void lookingChangesNoBit() {
        assertThat(logits(tapsEverywhere(false), List.of())).isEqualTo(logits(List.of(), List.of()));
    }

    @Test
    void attentionOpenedUpAgreesWithFusedToRoundOff() {
        assertClose(logits(tapsEverywhere(true), List.of()), logits(List.of(), List.of()));
    }

    @Test
    void writingBackWhatWasReadChangesNoBit() {
        float[] plain = logits(List.of(), List.of());
        for (Point point : Point.values()) {
            if (point.isAttention() || point == Point.HEAD_OUT || !exists(point)) {
                continue;
            }
            Write sham = new TestWrite(point, point.inLayer() ? 1 : -1, slab -> {});
            float[] written = logits(List.of(), List.of(sham));
            if (point == Point.FINAL_NORM || point == Point.LOGITS) {
                // Written logits come from all tokens at once: another shape of product, other round-off.
                assertClose(written, plain);
            } else {
                assertThat(written).as("sham at %s", point).isEqualTo(plain);
            }
        }
    }

    private boolean exists(Point point) {
        return model.sites().all().stream().anyMatch(s -> s.point() == point);
    }

    @Test
    void shamOnHeadOutputsAgreesToRoundOff() {
        Write sham = new TestWrite(Point.HEAD_OUT, 1, slab -> {});
        assertClose(logits(List.of(), List.of(sham)), logits(List.of(), List.of()));
    }

    @Test
    void anEditThatEditsNothingChangesNoBitAndAfterAnEditTheBaselineIsBack() {
        Trials trials = Trials.of(TEXT);
        Recorder recorder = Recorder.on(model).at("L*.resid_post,logits");
        Recording before = recorder.record(trials);
        Edit nothing = Inject.of(model.select("L1.mlp.neurons[3]"), 0f);
        Edit real = Clamp.of(model.select("L1.mlp.neurons[3]"), 9f);
        assertThat(recorder.edits(List.of(nothing)).record(trials).sites()).isEqualTo(before.sites());
        assertThat(recorder.edits(List.of(real)).record(trials).sites()).isNotEqualTo(before.sites());
        assertThat(recorder.record(trials).sites()).isEqualTo(before.sites());
    }

    @Test
    void aClampedNeuronIsRecordedAtItsClampAndChangesOnlyWhatLiesBehindIt() {
        Trials trials = Trials.of(TEXT);
        Recorder recorder = Recorder.on(model).at("L0.resid_post,L1.mlp.neurons,L1.resid_post");
        Recording plain = recorder.record(trials);
        Recording clamped = recorder.edits(
                        List.of(Clamp.of(model.select("L1.mlp.neurons[3]"), 9f).at(new TokenChoice.Positions(5, 7))))
                .record(trials);
        assertThat(clamped.site("L0.resid_post")).isEqualTo(plain.site("L0.resid_post"));
        var neurons = clamped.site("L1.mlp.neurons").trials().get(0);
        var natural = plain.site("L1.mlp.neurons").trials().get(0);
        for (int t = 0; t < neurons.length("token"); t++) {
            boolean held = t >= 5 && t <= 7;
            assertThat(neurons.get(t, 3)).isEqualTo(held ? 9f : natural.get(t, 3));
            assertThat(neurons.get(t, 4)).isEqualTo(natural.get(t, 4));
            var after = clamped.site("L1.resid_post").trials().get(0).at(t);
            var before = plain.site("L1.resid_post").trials().get(0).at(t);
            assertThat(after.equals(before)).as("token %d unchanged", t).isEqualTo(!held);
        }
    }

    @Test
    void beforeShowsTheRawValueInTheSamePass() {
        Trials trials = Trials.of(TEXT);
        Recorder recorder = Recorder.on(model).at("L1.mlp.neurons:before,L1.mlp.neurons[3],model.layers.1.mlp:before");
        Recording plain = Recorder.on(model).at("L1.mlp.neurons").record(trials);
        Recording clamped = recorder.edits(List.of(Clamp.of(model.select("L1.mlp.neurons[3]"), 9f)))
                .record(trials);
        assertThat(clamped.site("L1.mlp.neurons:before").trials())
                .isEqualTo(plain.site("L1.mlp.neurons").trials());
        assertThat(clamped.site("L1.mlp.neurons").trials().get(0).toArray()).containsOnly(9f);
        assertThat(clamped.sites().stream().map(s -> s.site().name()))
                .containsExactly("L1.mlp.neurons:before", "L1.mlp.neurons", "model.layers.1.mlp:before");
    }

    @Test
    void aBatchWithPaddingEqualsSingleRuns() {
        Trials trials = Trials.of("a", TEXT, "The fox", "x, y, z. 0123456789 and more of it", "two");
        Recorder recorder = Recorder.on(model).at("**");
        Recording together = recorder.batch(5).record(trials);
        Recording alone = recorder.batch(1).record(trials);
        for (int s = 0; s < alone.sites().size(); s++) {
            SiteRecording one = alone.sites().get(s);
            for (int t = 0; t < trials.count(); t++) {
                assertClose(
                        together.sites().get(s).trials().get(t).toArray(),
                        one.trials().get(t).toArray());
            }
        }
    }

    @Test
    void aBatchTooLargeForOnePassEqualsSingleRuns() {
        String[] prompts = java.util.stream.IntStream.range(0, 15)
                .mapToObj(i -> "abcdefghij".repeat(9).substring(i))
                .toArray(String[]::new);
        Recorder recorder = Recorder.on(model).at("L2.resid_post");
        Recording together = recorder.batch(15).record(Trials.of(prompts));
        Recording alone = recorder.batch(1).record(Trials.of(prompts));
        for (int t = 0; t < prompts.length; t++) {
            assertClose(
                    together.sites().get(0).trials().get(t).toArray(),
                    alone.sites().get(0).trials().get(t).toArray());
        }
    }

    @Test
    void readingInPiecesEqualsReadingAtOnce() {
        int[] ids = ids(TEXT);
        float[] whole = logits(List.of(), List.of());
        for (int[] cuts : new int[][] {{1, ids.length}, {10, 11, ids.length}, {7, 20, ids.length}}) {
            try (Decoding decoding = model.begin()) {
                float[] last = null;
                int from = 0;
                for (int to : cuts) {
                    last = decoding.feed(
                                    new int[][] {java.util.Arrays.copyOfRange(ids, from, to)}, List.of(), List.of())[0];
                    from = to;
                }
                assertClose(last, whole);
                assertThat(decoding.position()).isEqualTo(ids.length);
            }
        }
    }

    @Test
    void aGeneratedRecordingEqualsAPromptThatAlreadyHoldsTheText() {
        Recorder recorder = Recorder.on(model).at("L*.resid_post,L1.attn.pattern");
        Recording generated = recorder.newTokens(6).record(Trials.of(TEXT));
        assertThat(generated.forwardPasses()).containsExactly(6);
        List<Integer> all = new ArrayList<>(generated.trials().get(0).prompt().ids());
        all.addAll(generated.trials().get(0).generated().subList(0, 5));
        try (Decoding decoding = model.begin()) {
            List<Slab> seen = new ArrayList<>();
            decoding.feed(
                    new int[][] {all.stream().mapToInt(Integer::intValue).toArray()},
                    List.of(new TestTap(Point.RESID_POST, 2, seen::add)),
                    List.of());
            assertClose(
                    generated.site("L2.resid_post").trials().get(0).toArray(),
                    seen.get(0).data());
        }
        assertThat(generated.site("L1.attn.pattern").trials().get(0).shape())
                .containsExactly(6, all.size(), all.size());
        assertThat(generated.trials().get(0).steps()).endsWith(1, 2, 3, 4, 5).startsWith(0, 0, 0);
    }

    private static void assertClose(float[] ours, float[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            if (Float.isNaN(theirs[i]) || Float.isInfinite(theirs[i])) {
                assertThat(ours[i]).isEqualTo(theirs[i]);
                continue;
            }
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(1e-5 * largest);
    }

    private record TestTap(Point point, int layer, Consumer<Slab> reader) implements Tap {
        @Override
        public void read(Slab slab) {
            reader.accept(slab);
        }
    }

    private record TestWrite(Point point, int layer, Consumer<Slab> writer) implements Write {
        @Override
        public void write(Slab slab) {
            writer.accept(slab);
        }
    }
}
