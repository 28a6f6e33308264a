package io.patchclamp.sweep;

import java.util.List;
import java.util.Optional;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Ablate;
import io.patchclamp.edit.Edit;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Sweeps give what their cells give when each is run alone, whole, by other code. */
class SweepTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logprob(\"e\")");
    private static final Trials PAIRS =
            Trials.parse("clean | corrupt\nThe quick fox | The slow! fox\nA dog, 42 cats | A cat, 17 dogs");

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(java.nio.file.Path.of(
                        SweepTest.class.getResource("/parity/llama-grouped").toURI())
                .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @CsvSource({"L*.attn.z, HEAD", "L0..1.mlp.neurons[3..9], UNIT", "L*.mlp.out, SITE", "L0.attn.pattern, HEAD"})
    void eachLesionIsTheLesionAlone(String selector, Lesions.Each each) {
        Trials trials = Trials.of("The quick fox", "A dog, 42 cats");
        LesionEffect swept = Lesions.on(model, model.select(selector))
                .each(each)
                .metric(METRIC)
                .run(trials);
        assertThat(swept.cells()).hasSizeGreaterThan(1);
        for (int c = 0; c < swept.cells().size(); c++) {
            Edit edit = swept.cells().get(c).edits().get(0);
            ClampEffect alone = Clamping.on(model)
                    .clamp(List.of(edit))
                    .metric(METRIC)
                    .newTokens(0)
                    .run(trials);
            for (int t = 0; t < trials.count(); t++) {
                assertThat((double) swept.effect().get(c, t))
                        .as(swept.cells().get(c).name())
                        .isCloseTo(alone.rows().get(t).effect(), within(2e-4));
                assertThat((double) swept.baseline().get(t))
                        .isCloseTo(alone.rows().get(t).baseline(), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Ablate.Mode.class)
    void everyModeSweepsAsItClamps(Ablate.Mode mode) {
        Trials trials = Trials.of("The quick fox", "A dog, 42 cats");
        LesionEffect swept = Lesions.on(model, model.select("L1.attn.z"))
                .each(Lesions.Each.HEAD)
                .mode(mode, Optional.empty(), 5)
                .metric(METRIC)
                .run(trials);
        for (int c = 0; c < swept.cells().size(); c++) {
            Edit alone = Edit.of(model.select("L1.attn.z[" + c + "]"), new Ablate(mode, Optional.empty(), 5));
            ClampEffect effect = Clamping.on(model)
                    .clamp(List.of(alone))
                    .metric(METRIC)
                    .newTokens(0)
                    .run(trials);
            assertThat((double) swept.effect().get(c, 1))
                    .isCloseTo(effect.rows().get(1).effect(), within(2e-4));
        }
    }

    @Test
    void patchingTheLastStreamGivesTheCleanRun() {
        PatchGrid grid = Patching.on(model, model.select("L-1.resid_post"), METRIC)
                .by(Patching.By.NOTHING)
                .run(PAIRS);
        assertThat((double) grid.recovered().get(0)).isCloseTo(1, within(1e-5));
    }

    @Test
    void onlyTheLastTokenOfTheLastStreamReachesTheMetric() {
        PatchGrid grid = Patching.on(model, model.select("L-1.resid_post"), METRIC)
                .run(new Trials(PAIRS.items().subList(0, 1)));
        int tokens = grid.columns().size();
        assertThat(grid.effect().axes()).containsExactly("layer", "token");
        for (int token = 0; token < tokens - 1; token++) {
            assertThat((double) grid.effect().get(0, token)).isCloseTo(0, within(1e-5));
        }
        assertThat((double) grid.recovered().get(0, tokens - 1)).isCloseTo(1, within(1e-5));
    }

    @Test
    void patchingATextWithItselfChangesNothingAndSaysSo() {
        PatchGrid grid = Patching.on(model, model.select("L*.resid_pre"), METRIC)
                .run(Trials.parse("clean | corrupt\nThe same | The same"));
        assertThat(grid.effect().toArray()).containsOnly(0f);
        assertThat(grid.warnings()).singleElement().asString().contains("cells changed no number");
    }

    @Test
    void aPairThatDoesNotFitIsShown() {
        assertThatThrownBy(() -> Patching.on(model, model.select("L*.resid_pre"), METRIC)
                        .run(Trials.parse("clean | corrupt\nabc | ab")))
                .hasMessageContaining("Pair 1 cannot be laid on each other: the clean text has 3 tokens (a|b|c)")
                .hasMessageContaining("\nTry: ");
        assertThatThrownBy(() -> Patching.on(model, model.select("L*.resid_pre,L0.mlp.out"), METRIC)
                        .by(Patching.By.NOTHING)
                        .run(PAIRS))
                .hasMessageContaining(
                        "A grid has one kind of site, and 'L*.resid_pre,L0.mlp.out' names resid_pre, mlp.out.");
        assertThatThrownBy(() -> Patching.on(model, model.select("L*.resid_pre"), METRIC)
                        .by(Patching.By.HEAD)
                        .run(PAIRS))
                .hasMessageContaining("'resid_pre' has no heads");
        assertThatThrownBy(() ->
                        Patching.on(model, model.select("L*.resid_pre"), METRIC).run(Trials.of("x")))
                .hasMessageContaining("'x' has no clean text to be patched from.");
    }
}
