package io.patchclamp.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.stats.Early;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Doses of a vector. */
class DoseResponseTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials TRIALS = Trials.of("The quick fox", "A dog, 42 cats", "no one was here");

    private static Model model;
    private static Selection where;
    private static NamedArray vector;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(Path.of(DoseResponseTest.class
                        .getResource("/parity/llama-grouped")
                        .toURI())
                .toString());
        where = model.select("L0.resid_post");
        float[] numbers = new float[model.config().dModel()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i);
        }
        vector = NamedArray.of(List.of("unit"), new int[] {numbers.length}, numbers);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static DoseResponse experiment() {
        return DoseResponse.on(model, where, "v", vector)
                .doses(-2, -1, 1, 2)
                .metric(METRIC)
                .random(3);
    }

    @Test
    void noDoseIsTheModelAsItIsToTheBit() {
        DoseEffect curve = experiment().run(TRIALS);
        assertThat(curve.doses()).containsExactly(-2.0, -1.0, 0.0, 1.0, 2.0);
        assertThat(curve.unchangedAtZero()).isEqualTo(TRIALS.count());
        assertThat(curve.mean(2)).isZero();
        assertThat(curve.random().get(1, 2)).isZero();
    }

    @Test
    void eachDoseIsTheInjectionAlone() {
        DoseEffect curve = experiment().run(TRIALS);
        for (int d = 0; d < 5; d++) {
            ClampEffect alone = Clamping.on(model)
                    .clamp(List.of(Edit.of(
                            where, new Inject("v", vector, curve.doses().get(d).floatValue()))))
                    .metric(METRIC)
                    .run(TRIALS);
            for (int t = 0; t < TRIALS.count(); t++) {
                assertThat((double) curve.effect().get(d, t))
                        .isCloseTo(alone.rows().get(t).effect(), within(2e-4));
            }
        }
    }

    @Test
    void neutralSentencesAreReadAtEachDose() {
        DoseEffect curve =
                experiment().neutral(List.of("a cat", "the dog is here")).run(TRIALS);
        assertThat(curve.loss()).hasSize(5);
        assertThat(curve.loss().get(2)).isPositive();
        assertThat(experiment().run(TRIALS).loss()).isEmpty();
    }

    @Test
    void aSeedGivesTheSameRandomVectors() {
        assertThat(experiment().seed(4).run(TRIALS).random())
                .isEqualTo(experiment().seed(4).run(TRIALS).random());
        assertThat(experiment().seed(4).run(TRIALS).random())
                .isNotEqualTo(experiment().seed(5).run(TRIALS).random());
    }

    @Test
    void wrongWaysAreCountedAgainstTheMean() {
        DoseEffect curve = experiment().run(TRIALS);
        for (int d : List.of(0, 1, 3, 4)) {
            double mean = curve.mean(d);
            int against = 0;
            for (int t = 0; t < TRIALS.count(); t++) {
                against += curve.effect().get(d, t) * mean < 0 ? 1 : 0;
            }
            assertThat(curve.wrongWay(d)).isEqualTo(against / 3.0);
        }
    }

    /** A vector that moves all trials against what was registered moves them the wrong way, however well they agree. */
    @Test
    void wrongWaysAreCountedAgainstTheHypothesisWhereThereIsOne() {
        for (Tail tail : List.of(Tail.GREATER, Tail.LESS)) {
            Hypothesis h = Early.hypothesis("h", "it goes that way", tail, METRIC.toString());
            DoseEffect curve = experiment().hypothesis(Preregistration.of(h)).run(TRIALS);
            for (int d = 0; d < curve.doses().size(); d++) {
                double way = curve.doses().get(d) * (tail == Tail.GREATER ? 1 : -1);
                int against = 0;
                for (int t = 0; t < TRIALS.count(); t++) {
                    against += curve.effect().get(d, t) * way < 0 ? 1 : 0;
                }
                assertThat(curve.wrongWay(d)).isEqualTo(against / 3.0);
            }
        }
    }

    @Test
    void aVectorIsNotTestedWhereItWasLearnt() {
        DoseResponse learnt = experiment().learntFrom(TRIALS.items().subList(0, 1));
        assertThatThrownBy(() -> learnt.run(TRIALS))
                .hasMessageContaining("1 of 3 trials are among those that 'v' was chosen by, such as 'The quick fox'");
        DoseEffect allowed = learnt.circular().run(TRIALS);
        assertThat(allowed.circular()).isTrue();
        assertThat(allowed.provenance().details()).containsKey("CIRCULAR");
        assertThat(experiment().circular().run(TRIALS).circular()).isFalse();
    }

    @Test
    void aDirectionGivesAOneSidedTrendUnlessItCameLate() {
        Hypothesis up = Early.hypothesis("up", "it rises", Tail.GREATER, METRIC.toString());
        DoseEffect before = experiment().hypothesis(Preregistration.of(up)).run(TRIALS);
        assertThat(before.trend().orElseThrow().basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(before.expected().orElseThrow().items()).hasValue(3);
        DoseEffect after = experiment()
                .hypothesis(new Preregistration(up, true, 1, OptionalInt.empty()))
                .run(TRIALS);
        assertThat(after.trend().orElseThrow().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(experiment().run(TRIALS).trend().orElseThrow().basis().tail())
                .isEqualTo(Tail.TWO_SIDED);
    }

    @Test
    void tooFewDosesAndSeveralSitesAreRefused() {
        assertThatThrownBy(() -> experiment().doses(1)).hasMessageContaining("three finite doses or more, got [1.0]");
        assertThatThrownBy(() -> DoseResponse.on(model, model.select("L*.resid_post"), "v", vector))
                .hasMessageContaining("A dose goes into one site");
    }

    @Test
    void aMetricThatCanOnlyRiseHasNoTrend() {
        DoseEffect curve =
                experiment().doses(1, 2, 4).metric(Metric.parse("kl")).run(TRIALS);
        assertThat(curve.trend()).isEmpty();
        assertThat(curve.mean(3)).isGreaterThan(curve.mean(1));
    }

    @Test
    void provenanceNamesTheVectorAsItWasGiven() {
        assertThat(experiment().run(TRIALS).provenance().details().get("dose"))
                .startsWith("L0.resid_post+=1.0*v (norm 3.422), ")
                .endsWith("doses [-2.0, -1.0, 0.0, 1.0, 2.0]");
    }
}
