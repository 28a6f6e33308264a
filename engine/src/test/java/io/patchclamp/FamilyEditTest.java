package io.patchclamp;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.Patch;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;
import io.patchclamp.generate.Generator;
import io.patchclamp.model.Decoding;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The causal checks hold in every family: parallel blocks, windows, norms in other places, learned positions. */
class FamilyEditTest {
    private static final Trials CLEAN = Trials.of("the quick brown fox.", "a fox", "some seven words of it");
    private static final Trials CORRUPT = Trials.of("the sleek green cow.", "b cow", "lots of other texts in");

    @ParameterizedTest
    @ValueSource(strings = {"llama-dynamic", "qwen2-yarn"})
    void editsHoldPastTheContextThatAModelWasMadeFor(String name) {
        try (Model model = TestModels.load(name)) {
            Trials trials = Trials.of("the quick brown fox jumps over it");
            assertThat(model.tokenizer().encode(trials.items().get(0).prompt()).count())
                    .isGreaterThan(model.config().context());
            Recording zeroed = Recorder.on(model)
                    .at("L1.mlp.out")
                    .edits(List.of(Ablate.zero(model.select("L1.mlp.out"))))
                    .record(trials);
            assertThat(zeroed.sites().get(0).trials().get(0).toArray()).containsOnly(0);
            Edit last = Ablate.zero(model.select("L1.mlp.out")).at(TokenChoice.last());
            Recording ended =
                    Recorder.on(model).at("L1.mlp.out").edits(List.of(last)).record(trials);
            assertThat(ended.receipts().get(0).tokens()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2-wide",
                "gptneox-parallel",
                "gptneox-serial",
                "phi3-partial",
                "qwen-first",
                "gemma2-window",
                "gemma3-local",
                "granite-scaled",
                "mistral-window",
                "olmo2-grouped",
                "qwen3-window"
            })
    void patchesAndAblationsDoWhatTheyMust(String name) {
        try (Model model = TestModels.load(name)) {
            String linear = model.sites().all().stream()
                    .filter(s -> !s.point().isAttention() && s.layer() >= 0 && s.point() != Point.HEAD_OUT)
                    .map(Site::name)
                    .collect(Collectors.joining(","));
            Recording clean = Recorder.on(model).at(linear).record(CLEAN);
            Recording patched = patched(model, linear, model.select(linear), clean, CLEAN);
            assertThat(patched.sites()).isEqualTo(clean.sites());
            assertThat(patched.receipts().get(0).changed()).isZero();

            String attention = "L*.attn.scores,L*.attn.pattern,L*.resid_post";
            Recording opened = Recorder.on(model).at(attention).record(CLEAN);
            Recording same = patched(model, attention, model.select("L*.attn.scores,L*.attn.pattern"), opened, CLEAN);
            assertThat(same.sites()).isEqualTo(opened.sites());
            assertThat(same.receipts().get(0).touched()).isPositive();

            Recording last = Recorder.on(model).at("L-1.resid_post,logits").record(CLEAN);
            Recording restored = patched(model, "logits", model.select("L-1.resid_post"), last, CORRUPT);
            assertThat(restored.site("logits")).isEqualTo(last.site("logits"));

            Recording silent = Recorder.on(model)
                    .at("embed,L-1.resid_post")
                    .edits(List.of(Ablate.zero(model.select("L*.attn.out,L*.mlp.out"))))
                    .record(CLEAN);
            for (int t = 0; t < CLEAN.count(); t++) {
                assertThat(silent.sites().get(1).trials().get(t).toArray())
                        .isEqualTo(silent.site("embed").trials().get(t).toArray());
            }
        }
    }

    private static Recording patched(Model model, String at, Selection where, Recording source, Trials trials) {
        return Recorder.on(model)
                .at(at)
                .edits(List.of(Patch.from(where, source.activations())))
                .record(trials);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-wide", "gptneox-parallel", "gemma3-local", "mistral-window"})
    void anEditedGenerationIsTheSameWithACacheAndWithout(String name) {
        Trials trials = Trials.of("the quick brown", "some of it");
        try (Model model = TestModels.load(name)) {
            for (String text : List.of("L1.attn.v*=-2 @prompt", "L0.resid_post+=0.3 @1..3", "L1.attn.pattern[1]=0.2")) {
                List<Edit> edits = List.of(Edit.parse(text, model));
                Generation cached =
                        Generator.on(model).newTokens(6).edits(edits).generate(trials);
                List<Tokens> prompts = trials.items().stream()
                        .map(i -> model.tokenizer().encode(i.prompt()))
                        .toList();
                Intervention uncached = Intervention.of(model, edits, trials, prompts, 6);
                for (int trial = 0; trial < trials.count(); trial++) {
                    GeneratedTrial made = cached.trials().get(trial);
                    int[] all = IntStream.concat(
                                    made.prompt().ids().stream().mapToInt(i -> i),
                                    made.tokens().stream().mapToInt(t -> t.id()))
                            .limit(made.prompt().count() + made.tokens().size() - 1)
                            .toArray();
                    try (Decoding decoding = model.begin()) {
                        float[] logits = decoding.feed(new int[][] {all}, List.of(), uncached.writes(trial))[0];
                        int chosen = made.tokens().get(made.tokens().size() - 1).id();
                        float top = logits[0];
                        for (float logit : logits) {
                            top = Math.max(top, logit);
                        }
                        assertThat(logits[chosen]).as(text).isCloseTo(top, within(1e-4f * Math.max(1, Math.abs(top))));
                    }
                }
            }
        }
    }
}
