package io.patchclamp.sweep;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.metric.Metric;
import io.patchclamp.metric.Reading;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.record.ResultArray;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What must hold of paths whatever the model is. */
class PathPatchingTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logprob(\"e\")");
    private static final Trials PAIRS =
            Trials.parse("clean | corrupt\nThe quick fox | The slow! fox\nA dog, 42 cats | A cat, 17 dogs");

    private static Model sequential;
    private static Model parallel;

    @BeforeAll
    static void load() throws Exception {
        Path parity = Path.of(PathPatchingTest.class.getResource("/parity").toURI());
        sequential = Patchclamp.load(parity.resolve("llama-grouped").toString());
        parallel = Patchclamp.load(parity.resolve("gptneox-parallel").toString());
    }

    @AfterAll
    static void close() {
        sequential.close();
        parallel.close();
    }

    private static PathPatching paths(Model model, String from, String to) {
        return PathPatching.on(model, model.select(from), model.select(to), METRIC);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePathToTheLogitsAddsTheSendersDifferenceToTheLastStream(boolean isParallel) {
        Model model = isParallel ? parallel : sequential;
        String senders = "L*.attn.out, L*.mlp.out, embed";
        PathEffect effect = paths(model, senders, "final_norm").run(PAIRS);
        Trials clean = Pairs.clean(PAIRS);
        for (int s = 0; s < effect.senders().size(); s++) {
            String site = effect.senders().get(s).name();
            Recording there = record(model, clean, site);
            Recording here = record(model, PAIRS, site);
            Recording last = record(model, PAIRS, "L-1.resid_post");
            for (int t = 0; t < PAIRS.count(); t++) {
                float[] stream = lastRow(last, t);
                float[] sum = stream.clone();
                float[] from = lastRow(here, t);
                float[] to = lastRow(there, t);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += to[i] - from[i];
                }
                float[][] logits = model.unembed(new float[][] {stream, sum});
                double expected = value(model, logits[1]) - value(model, logits[0]);
                assertThat((double) effect.effects().get(t, s, 0)).as(site).isCloseTo(expected, within(3e-5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "L0.mlp.out, L0.resid_post",
        "L0.mlp.out, L1.resid_pre",
        "L0.attn.out, L0.resid_mid",
        "embed, L0.resid_pre"
    })
    void aPathToEverythingBehindTheSenderIsPatchingIt(String from, String to) {
        PathEffect path = paths(sequential, from, to).run(PAIRS);
        PatchGrid whole = Patching.on(sequential, sequential.select(from), METRIC)
                .by(Patching.By.NOTHING)
                .run(PAIRS);
        assertThat((double) path.effect().get(0, 0))
                .isNotZero()
                .isCloseTo(whole.effect().get(0), within(3e-5));
        assertThat(path.corrupt().toArray()).isEqualTo(whole.corrupt().toArray());
        assertThat(path.clean().toArray()).isEqualTo(whole.clean().toArray());
    }

    @Test
    void allNeuronsSendWhatTheirMlpSends() {
        PathEffect neurons = paths(sequential, "L0.mlp.neurons", "L1.attn.q, L1.attn.v, final_norm")
                .run(PAIRS);
        PathEffect out = paths(sequential, "L0.mlp.out", "L1.attn.q, L1.attn.v, final_norm")
                .run(PAIRS);
        for (int r = 0; r < out.receivers().size(); r++) {
            assertThat((double) neurons.effect().get(0, r))
                    .isCloseTo(out.effect().get(0, r), within(3e-5));
        }
    }

    @Test
    void whatAttentionReadsReachesTheLogitsThroughQueriesKeysAndValuesTogether() {
        PathEffect read = paths(sequential, "L0.mlp.out", "L1.ln1").run(PAIRS);
        PathEffect apart = paths(sequential, "L0.mlp.out", "L1.attn.q, L1.attn.k, L1.attn.v")
                .together(true)
                .run(PAIRS);
        PathEffect heads =
                paths(sequential, "L0.mlp.out", "L1.attn.z").together(true).run(PAIRS);
        PathEffect out = paths(sequential, "L0.mlp.out", "L1.attn.out").run(PAIRS);
        assertThat((double) read.effect().get(0, 0))
                .isNotZero()
                .isCloseTo(apart.effect().get(0, 0), within(3e-5))
                .isCloseTo(heads.effect().get(0, 0), within(3e-5))
                .isCloseTo(out.effect().get(0, 0), within(3e-5));
    }

    @Test
    void whereAHeadLooksIsReachedByItsQueriesAndKeysTogether() {
        PathEffect apart = paths(sequential, "L0.mlp.out", "L1.attn.q, L1.attn.k")
                .together(true)
                .run(PAIRS);
        PathEffect scores =
                paths(sequential, "L0.mlp.out", "L1.attn.scores").together(true).run(PAIRS);
        PathEffect pattern = paths(sequential, "L0.mlp.out", "L1.attn.pattern")
                .together(true)
                .run(PAIRS);
        assertThat((double) scores.effect().get(0, 0))
                .isNotZero()
                .isCloseTo(apart.effect().get(0, 0), within(3e-5))
                .isCloseTo(pattern.effect().get(0, 0), within(3e-5));
    }

    @Test
    void whereOnlyAnMlpIsBetweenLettingItComputeIsPatchingTheSender() {
        PathEffect held = paths(sequential, "L0.attn.out", "L1.resid_pre").run(PAIRS);
        PathEffect free = paths(sequential, "L0.attn.out", "L1.resid_pre")
                .mlps(PathPatching.Mlps.FREE)
                .run(PAIRS);
        PatchGrid whole = Patching.on(sequential, sequential.select("L0.attn.out"), METRIC)
                .by(Patching.By.NOTHING)
                .run(PAIRS);
        assertThat((double) free.effect().get(0, 0)).isCloseTo(whole.effect().get(0), within(3e-5));
        assertThat((double) held.effect().get(0, 0)).isNotCloseTo(whole.effect().get(0), within(1e-3));
    }

    @Test
    void inAParallelBlockTheMlpDoesNotHearItsOwnAttention() {
        PathEffect effect = paths(parallel, "L0.attn.z", "L0.ln2, L1.ln2").run(PAIRS);
        for (int head = 0; head < effect.senders().size(); head++) {
            assertThat(effect.effect().get(head, 0)).isNaN();
            assertThat(effect.effect().get(head, 1)).isNotNaN().isNotZero();
        }
    }

    @Test
    void aSenderPatchedWithItselfChangesNothingBitForBit() {
        PathEffect effect = paths(sequential, "L*.attn.z, embed", "L1.attn.q, final_norm")
                .run(Trials.parse("clean | corrupt\nThe same | The same"));
        for (float x : effect.effect().toArray()) {
            assertThat(Float.isNaN(x) || Float.floatToRawIntBits(x) == 0).isTrue();
        }
        assertThat(effect.warnings())
                .singleElement()
                .asString()
                .startsWith("55 of 55 paths changed no number: embed → L1.attn.q[0], ");
    }

    @Test
    void tokensBeforeTheDifferenceSendNothing() {
        int tokens = sequential.tokenizer().encode("The slow! fox").count();
        Trials pair = new Trials(PAIRS.items().subList(0, 1));
        PathEffect before = paths(sequential, "L0.mlp.out", "final_norm")
                .tokens(new TokenChoice.Positions(0, 2), new TokenChoice.All())
                .run(pair);
        PathEffect last = paths(sequential, "L0.mlp.out", "final_norm")
                .tokens(TokenChoice.last(), TokenChoice.last())
                .run(pair);
        PathEffect all = paths(sequential, "L0.mlp.out", "final_norm").run(pair);
        PathEffect apart = paths(sequential, "L0.mlp.out", "final_norm")
                .tokens(TokenChoice.last(), new TokenChoice.Positions(0, tokens - 2))
                .run(pair);
        assertThat(before.effect().get(0, 0)).isZero();
        assertThat(apart.effect().get(0, 0)).isZero();
        assertThat((double) last.effect().get(0, 0))
                .isNotZero()
                .isCloseTo(all.effect().get(0, 0), within(2e-5));
    }

    @Test
    void eachTrialIsWhatItIsAlone() {
        PathEffect both = paths(sequential, "L0.attn.z", "L1.attn.k, L1.ln2").run(PAIRS);
        for (int t = 0; t < 2; t++) {
            PathEffect alone = paths(sequential, "L0.attn.z", "L1.attn.k, L1.ln2")
                    .run(new Trials(PAIRS.items().subList(t, t + 1)));
            for (int s = 0; s < both.senders().size(); s++) {
                for (int r = 0; r < both.receivers().size(); r++) {
                    assertThat(both.effects().get(t, s, r))
                            .isEqualTo(alone.effect().get(s, r));
                }
            }
        }
    }

    @Test
    void whatIsExportedNamesItsEnds() {
        PathEffect effect =
                paths(sequential, "L*.attn.z[1]", "L1.attn.v, final_norm").run(PAIRS);
        assertThat(effect.exported().stream().map(ResultArray::name))
                .containsExactly("effect", "recovered", "effects", "clean", "corrupt", "senders", "receivers");
        assertThat(effect.senders().stream().map(PathEffect.End::name)).containsExactly("L0.attn.z[1]", "L1.attn.z[1]");
        assertThat((long[]) effect.exported().get(6).numbers()).containsExactly(1, 0, 1, 1, -1, -1);
        assertThat(effect.effect().get(1, 0)).isNaN();
        assertThat(effect.effect().get(1, 2)).isNotNaN();
    }

    @Test
    void whatIsNoPathIsSaid() {
        assertThatThrownBy(() ->
                        paths(sequential, "L1.attn.z", "L0.attn.q, L1.attn.q").run(PAIRS))
                .hasMessageStartingWith("No path leads from 'L1.attn.z' to 'L0.attn.q, L1.attn.q'")
                .hasMessageContaining("\nTry: receivers in later layers, or final_norm");
        assertThatThrownBy(() -> paths(sequential, "L0.attn.z", "logits").run(PAIRS))
                .hasMessageStartingWith("'logits' is what the metric reads, and no end of a path.")
                .hasMessageContaining("\nTry: final_norm");
        assertThatThrownBy(() -> paths(sequential, "L0.attn.z", "final_norm[3]").run(PAIRS))
                .hasMessageStartingWith("'final_norm' is an end of paths as a whole only");
        assertThatThrownBy(() ->
                        paths(sequential, "L0.attn.z:before", "final_norm").run(PAIRS))
                .hasMessageContaining("is what was there before any edit: no path begins or ends there.");
        assertThatThrownBy(() -> paths(sequential, "L0.attn.z", "final_norm")
                        .tokens(new TokenChoice.Event(), new TokenChoice.All())
                        .run(PAIRS))
                .hasMessageStartingWith("'event' chooses no token of any pair to patch a sender at.");
    }

    private static Recording record(Model model, Trials trials, String site) {
        return Recorder.on(model).at(site).record(trials);
    }

    private static float[] lastRow(Recording recording, int trial) {
        float[] all = recording.sites().get(0).trials().get(trial).toArray();
        int width = recording.sites().get(0).trials().get(trial).shape()[1];
        return Arrays.copyOfRange(all, all.length - width, all.length);
    }

    private static double value(Model model, float[] logits) {
        return METRIC.evaluate(Reading.of(logits), model.tokenizer(), Map.of());
    }
}
