package io.patchclamp.attribute;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.Patchclamp;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.Patching;
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

/** Shares add up where they must, and are what really happens where that is exact. */
class AttributionTest {
    private static final Trials TEXT = Trials.of("The quick fox");
    private static final Metric LOGIT = Metric.parse("logit(\"a\")");

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = open("llama-grouped");
    }

    private static Model open(String name) throws URISyntaxException {
        return Patchclamp.load(
                Path.of(AttributionTest.class.getResource("/parity/" + name).toURI())
                        .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void alongALinearPathGradientTimesActivationIsExact() {
        Attributed shares = Attribution.on(model)
                .at(model.select("final_norm"))
                .metric(LOGIT)
                .run(TEXT);

        AttributedTrial trial = shares.trials().get(0);
        double sum = 0;
        for (float x : trial.sites().get(0).units().toArray()) {
            sum += x;
        }
        assertThat(sum).isCloseTo(trial.value(), within(1e-5 * Math.abs(trial.value()) + 1e-6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-grouped",
                "gpt2-wide",
                "gptneox-parallel",
                "gemma2-window",
                "olmo2-grouped",
                "granite-scaled"
            })
    void integratedGradientsAddUpToWhatTheSiteIsWorth(String name) throws Exception {
        try (Model one = open(name)) {
            Trials text = Trials.of("The quick fox jumps");
            Attributed shares = Attribution.on(one)
                    .at(one.select("L*.mlp.neurons, L*.attn.z, L0.mlp.out"))
                    .method(Method.INTEGRATED)
                    // Where outputs are normed, a site fades all at once near zero: more steps find where.
                    .steps(one.config().order().normsOutputs() ? 1000 : 64)
                    .run(text);

            AttributedTrial trial = shares.trials().get(0);
            for (int s = 0; s < shares.electrodes().size(); s++) {
                Convergence way = trial.convergence().get(s);
                String site = shares.electrodes().get(s).site().name();
                double sum = 0;
                for (float x : trial.sites().get(s).units().toArray()) {
                    sum += x;
                }
                assertThat(sum).as(site).isCloseTo(way.sum(), within(1e-4));
                assertThat(way.error()).as(site).isCloseTo(0, within(1e-3));
                // What it is worth is what a lesion of all of it takes away, by other code.
                LesionEffect lesion = Lesions.on(one, one.select(site))
                        .metric(Metric.parse("logprob(\"" + escaped(one, trial) + "\")"))
                        .run(text);
                assertThat(way.difference()).as(site).isCloseTo(-lesion.effect().get(0, 0), within(1e-3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-grouped", "gemma2-window", "gemma3-local", "olmo2-grouped"})
    void stepsAreAddedUntilSharesAddUp(String name) throws Exception {
        try (Model one = open(name)) {
            Attribution way = Attribution.on(one)
                    .at(one.select("L*.mlp.neurons, L*.attn.z, L0.mlp.out"))
                    .method(Method.INTEGRATED);
            Trials text = Trials.of("The quick fox jumps");
            AttributedTrial asNeeded = way.run(text).trials().get(0);
            AttributedTrial fixed = way.steps(32).run(text).trials().get(0);
            for (int s = 0; s < fixed.convergence().size(); s++) {
                Convergence first = fixed.convergence().get(s);
                Convergence last = asNeeded.convergence().get(s);
                assertThat(first.steps()).isEqualTo(32);
                assertThat(last.within(0.01) || last.steps() == 512).isTrue();
                assertThat(last.steps() == 32).isEqualTo(first.within(0.01));
            }
        }
    }

    private static String escaped(Model one, AttributedTrial trial) {
        return one.tokenizer().decode(trial.targetToken()).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @ParameterizedTest
    @CsvSource({"L*.attn.z, HEAD", "L1.mlp.neurons, UNIT"})
    void whatIsVerifiedIsWhatALesionTakesAway(String selector, Lesions.Each each) {
        Attributed shares = Attribution.on(model)
                .at(model.select(selector))
                .metric(LOGIT)
                .verify(5)
                .run(Trials.of("x"));
        LesionEffect lesions = Lesions.on(model, model.select(selector))
                .each(each)
                .metric(LOGIT)
                .run(Trials.of("x"));

        List<Check> checks = shares.trials().get(0).verified();
        List<UnitShare> top = shares.top(0, 5);
        assertThat(checks).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(checks.get(i).estimate()).isEqualTo(top.get(i).attribution());
            int cell = lesions.cells().stream()
                    .map(c -> c.name())
                    .toList()
                    .indexOf(top.get(i).name());
            assertThat(checks.get(i).real()).isCloseTo(-lesions.effect().get(cell, 0), within(1e-4));
        }
    }

    @Test
    void sharesComeLargestFirstAndHeadsAreSumsOfTheirNumbers() {
        Attributed shares = Attribution.on(model).at(model.select("L*.attn.z")).run(TEXT);

        List<UnitShare> top = shares.top(0, 1000);
        assertThat(top)
                .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.attribution()), Math.abs(a.attribution())));
        SiteShares site = shares.trials().get(0).sites().get(1);
        double sum = 0;
        for (int i = 0; i < site.elements().shape()[2]; i++) {
            sum += site.elements().get(1, 2, i);
        }
        assertThat((double) site.units().get(1, 2)).isCloseTo(sum, within(1e-6));
        assertThat(shares.exported().stream().map(a -> a.name()))
                .containsExactly(
                        "L0.attn.z",
                        "L0.attn.z.elements",
                        "L1.attn.z",
                        "L1.attn.z.elements",
                        "target_logprob",
                        "target_value",
                        "target_token",
                        "tokens");
    }

    @Test
    void theTargetIsTheModelsOwnNextTokenUnlessAnotherIsGiven() {
        AttributedTrial own = Attribution.on(model).run(TEXT).trials().get(0);
        AttributedTrial named =
                Attribution.on(model).target("a").run(TEXT).trials().get(0);
        AttributedTrial metric = Attribution.on(model)
                .target("a")
                .metric(Metric.parse("2 * logprob(target)"))
                .run(TEXT)
                .trials()
                .get(0);

        assertThat(named.targetToken()).isEqualTo(model.tokenizer().single("a"));
        assertThat(own.logprob()).isGreaterThanOrEqualTo(named.logprob()).isEqualTo(own.value());
        assertThat(metric.value()).isCloseTo(2 * named.value(), within(1e-6));
        assertThat((double) metric.sites().get(0).units().get(1, 3))
                .isCloseTo(2 * named.sites().get(0).units().get(1, 3), within(1e-6));
    }

    @Test
    void whatComesAfterThePositionReadHasNoShare() {
        AttributedTrial trial =
                Attribution.on(model).token(1).run(TEXT).trials().get(0);

        assertThat(trial.readAt()).isEqualTo(1);
        float[] later = trial.sites().get(0).units().at(2).toArray();
        assertThat(later).containsOnly(0);
        assertThat(trial.sites().get(0).units().at(1).toArray()).isNotEqualTo(later);
    }

    @Test
    void aSignCountsActivationsOfThatSignOnly() {
        AttributedTrial all = Attribution.on(model).run(TEXT).trials().get(0);
        AttributedTrial some = Attribution.on(model)
                .at(model.select("L0.mlp.neurons[2..9]+"))
                .run(TEXT)
                .trials()
                .get(0);

        for (int token = 0; token < all.text().count(); token++) {
            for (int unit = 2; unit < 10; unit++) {
                float value = all.sites().get(0).values().get(token, unit);
                float whole = all.sites().get(0).units().get(token, unit);
                assertThat(some.sites().get(0).units().get(token, unit - 2)).isEqualTo(value > 0 ? whole : 0);
            }
        }
    }

    @Test
    void aRecordingIsReadAgainWithWhatItGenerated() {
        Recording recording =
                Recorder.on(model).at(model.select("L0.mlp.out")).newTokens(3).record(TEXT);

        Attributed shares = Attribution.on(model).run(recording);

        // The last token was said, but not read: it is what is asked about.
        AttributedTrial trial = shares.trials().get(0);
        List<Integer> generated = recording.trials().get(0).generated();
        int prompt = recording.trials().get(0).prompt().count();
        assertThat(trial.text().count()).isEqualTo(prompt + 2);
        assertThat(trial.targetToken()).isEqualTo(generated.get(2));
        AttributedTrial earlier =
                Attribution.on(model).token(prompt - 1).run(recording).trials().get(0);
        assertThat(earlier.targetToken()).isEqualTo(generated.get(0));
    }

    @Test
    void attributionPatchingStandsBesideRealPatching() {
        Trials pair = Trials.parse("clean | corrupt\nThe quick fox | The slow! fox");
        Attributed shares = Attribution.on(model)
                .at(model.select("L*.resid_pre"))
                .method(Method.PATCH)
                .metric(LOGIT)
                .verify(3)
                .run(pair);
        PatchGrid grid = Patching.on(model, model.select("L*.resid_pre"), LOGIT).run(pair);

        AttributedTrial trial = shares.trials().get(0);
        int tokens = trial.text().count();
        assertThat(trial.value()).isCloseTo(grid.corrupt().get(0), within(1e-4));
        assertThat(trial.clean()).isCloseTo(grid.clean().get(0), within(1e-4));
        for (Check check : trial.patched()) {
            assertThat(check.real()).isCloseTo(grid.effect().get(check.site(), check.token()), within(1e-4));
            double sum = 0;
            for (float x :
                    trial.sites().get(check.site()).units().at(check.token()).toArray()) {
                sum += x;
            }
            assertThat(check.estimate()).isCloseTo(sum, within(1e-4));
        }
        assertThat(trial.patched()).hasSize(2 * tokens);
        assertThat(trial.verified()).hasSize(3);
        assertThat(shares.correlation()).isBetween(0.5, 1.0);
    }

    @Test
    void patchingATextWithItselfMovesNothing() {
        Attributed shares = Attribution.on(model)
                .at(model.select("L*.attn.z"))
                .method(Method.PATCH)
                .run(Trials.parse("clean | corrupt\nThe quick fox | The quick fox"));

        // Two passes of other shapes differ by round-off.
        assertThat(shares.top(0, 5)).allSatisfy(s -> assertThat(s.attribution()).isCloseTo(0, within(1e-5)));
        assertThat(shares.trials().get(0).patched())
                .allSatisfy(c -> assertThat(c.real()).isCloseTo(0, within(1e-5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 32})
    void quadratureIsExactForPolynomials(int n) {
        Quadrature rule = Quadrature.of(n);
        for (int power = 0; power < 2 * n; power++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += rule.weights()[i] * Math.pow(rule.nodes()[i], power);
            }
            assertThat(mean).isCloseTo(1.0 / (power + 1), within(1e-12));
        }
        Quadrature close = Quadrature.of(n).closeToZero();
        for (int power = 0; 3 * power + 2 < 2 * n; power++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += close.weights()[i] * Math.pow(close.nodes()[i], power);
            }
            assertThat(mean).isCloseTo(1.0 / (power + 1), within(1e-12));
        }
    }

    @Test
    void whatCannotBeAttributedSaysWhy() {
        Attribution attribution = Attribution.on(model);

        assertThatThrownBy(() -> attribution.at(model.select("L0.attn.pattern")))
                .hasMessage("Nothing is attributed to 'L0.attn.pattern': it has no units at a token."
                        + "\nTry: attn.z, where each head is one; or %%patch --at attn.pattern --by layer,head");
        assertThatThrownBy(() -> attribution.metric(Metric.parse("kl")))
                .hasMessage("'kl' cannot be attributed: it compares the run with itself, and is flat there."
                        + "\nTry: logprob(target), logit(target) - logit(\" Rome\"), prob(…) or entropy");
        assertThatThrownBy(() -> attribution.metric(Metric.parse("loss")))
                .hasMessageStartingWith(
                        "'loss' cannot be attributed: it is a sum over all positions, and an output is read at one.");
        assertThatThrownBy(() ->
                        attribution.metric(Metric.parse("entropy")).target("a").run(TEXT))
                .hasMessageStartingWith("The metric 'entropy' does not ask for a target, and 'a' is given as one.");
        assertThatThrownBy(() -> attribution.token(99).run(TEXT))
                .hasMessageStartingWith("There is no token 99 in 'The quick fox', which has ")
                .hasMessageEndingWith(", or -1 for the last");
        assertThatThrownBy(() -> attribution.steps(0))
                .hasMessage("Integrated gradients take 1 to 10000 steps, not 0.\nTry: 32 of them");
        assertThatThrownBy(() -> attribution.method(Method.PATCH).run(TEXT))
                .hasMessageStartingWith("'The quick fox' has no clean text to be patched from.");
        assertThatThrownBy(() -> attribution
                        .method(Method.PATCH)
                        .run(Trials.parse("clean | corrupt\nThe quick brown fox jumps | The fox")))
                .hasMessageStartingWith("Pair 1 cannot be laid on each other: the clean text has ");
    }
}
