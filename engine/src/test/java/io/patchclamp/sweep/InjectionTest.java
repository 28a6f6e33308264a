package io.patchclamp.sweep;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.stats.Early;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** An injection beside its controls. */
class InjectionTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials TRIALS = Trials.of("The quick fox", "A dog, 42 cats", "no one was here");

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(
                Path.of(InjectionTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Edit whole(float factor) {
        float[] numbers = new float[model.config().dModel()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i);
        }
        return Inject.of(model.select("L0.resid_post"), factor, "v", numbers);
    }

    private static Injection experiment(Edit... edits) {
        return Injection.on(model, List.of(edits)).metric(METRIC).random(5);
    }

    private static double length(Injected injected) {
        return Math.sqrt(injected.edits().stream()
                .map(e -> (Inject) e.change())
                .mapToDouble(i -> Math.pow(i.factor() * i.norm(), 2))
                .sum());
    }

    @Test
    void controlsAreThoseOfADoseResponse() {
        InjectEffect effect = experiment(whole(2))
                .neutral(List.of("a cat", "the dog is here"))
                .run(TRIALS);
        DoseEffect dose = DoseResponse.on(model, List.of(whole(1)))
                .doses(1, 2, 3)
                .random(5)
                .metric(METRIC)
                .neutral(List.of("a cat", "the dog is here"))
                .run(TRIALS);
        assertThat(effect.meanEffect()).isCloseTo(dose.mean(2), within(2e-4));
        for (int k = 0; k < 5; k++) {
            assertThat(effect.random().get(k)).isCloseTo(dose.random().get(k, 2), within(1e-4));
        }
        assertThat(effect.loss().get(0)).isCloseTo(dose.loss().get(0), within(1e-6));
        assertThat(effect.loss().get(1)).isCloseTo(dose.loss().get(2), within(1e-6));
        assertThat(effect.unchangedAtZero()).hasValue(TRIALS.count());
        assertThat(effect.exported()).extracting(a -> a.name()).contains("effect", "baseline", "random", "loss");
    }

    @Test
    void randomVectorsAreAsLongWhereverAndHoweverMuchIsInjected() {
        int d = model.config().dModel();
        float[] numbers = new float[d];
        Arrays.fill(numbers, 0.5f);
        List<Edit> several = List.of(
                whole(-3),
                Inject.of(model.select("L1.resid_post[2,5]"), 2, "v", numbers),
                Inject.of(model.select("L1.resid_post[2,5]"), 2, "v", 3, 4),
                Inject.of(model.select("L0.mlp.neurons[0]"), -7),
                Inject.of(model.select("L0..1.mlp.neurons[0..3]"), 2));
        double[] lengths = {
            3 * new Inject("v", ((Inject) whole(1).change()).vector(), 1).norm(), Math.sqrt(2), 10, 7, Math.sqrt(8 * 4)
        };
        for (int e = 0; e < lengths.length; e++) {
            for (int k = 0; k < 5; k++) {
                Injected drawn = new Injected(List.of(several.get(e))).drawn(1, k);
                assertThat(length(drawn)).as("edit " + e).isCloseTo(lengths[e], within(1e-4 * lengths[e]));
            }
        }
    }

    @Test
    void aFewUnitsAreHeldAgainstAsManyOthersOfTheirSite() {
        Edit edit = Inject.of(model.select("L0.mlp.neurons[1,3]"), 2);
        for (int k = 0; k < 20; k++) {
            Electrode there = new Injected(List.of(edit))
                    .drawn(1, k)
                    .edits()
                    .get(0)
                    .where()
                    .electrodes()
                    .get(0);
            assertThat(there.units()).hasSize(2).doesNotContain(1, 3);
        }
        assertThat(new Injected(List.of(edit)).drawn(1, 0)).isNotEqualTo(new Injected(List.of(edit)).drawn(1, 1));
    }

    @Test
    void wrongWaysAreCountedAgainstTheRegisteredDirection() {
        InjectEffect plain = experiment(whole(4)).run(TRIALS);
        long up = plain.rows().stream().filter(r -> r.effect() > 0).count();
        long down = TRIALS.count() - up;
        assertThat(plain.wrongWay()).isEqualTo((plain.meanEffect() > 0 ? down : up) / 3.0);
        for (Tail tail : List.of(Tail.GREATER, Tail.LESS)) {
            InjectEffect directed = experiment(whole(4))
                    .hypothesis(Preregistration.of(Early.hypothesis("h", "it moves", tail, METRIC.toString())))
                    .run(TRIALS);
            assertThat(directed.wrongWay()).isEqualTo((tail == Tail.GREATER ? down : up) / 3.0);
            assertThat(directed.rank().orElseThrow().basis().tail()).isEqualTo(tail);
            assertThat(directed.items().orElseThrow().basis().tail()).isEqualTo(tail);
        }
        assertThat(plain.rank().orElseThrow().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThatThrownBy(() -> experiment(whole(4))
                        .hypothesis(Preregistration.of(Early.hypothesis("h", "it moves", Tail.LESS, "kl")))
                        .run(TRIALS))
                .hasMessageContaining("The hypothesis 'h' is about kl");
    }

    @Test
    void theRankIsAmongTheRandomVectors() {
        InjectEffect effect = experiment(whole(2)).random(19).run(TRIALS);
        long above =
                effect.random().stream().filter(r -> r >= effect.meanEffect()).count();
        long below =
                effect.random().stream().filter(r -> r <= effect.meanEffect()).count();
        assertThat(effect.rank().orElseThrow().p())
                .isCloseTo(Math.min(1, 2 * (1 + Math.min(above, below)) / 20.0), within(1e-12));
    }

    @Test
    void whatComesAfterThePromptHasNoControls() {
        InjectEffect effect = experiment(whole(2).at(new TokenChoice.Generated()))
                .newTokens(3)
                .run(TRIALS);
        assertThat(effect.random()).isEmpty();
        assertThat(effect.unchangedAtZero()).isEmpty();
        assertThat(effect.notes()).singleElement().asString().startsWith("There are no controls: nothing is injected");
    }

    @Test
    void attentionHasNoRandomVectors() {
        InjectEffect effect =
                experiment(Inject.of(model.select("L0.attn.scores"), 1)).run(TRIALS);
        assertThat(effect.random()).isEmpty();
        assertThat(effect.notes())
                .singleElement()
                .asString()
                .startsWith("There are no random vectors: attention")
                .endsWith("even none of it differs by round-off.");
    }

    @Test
    void onlyWhatAddsIsInjected() {
        assertThatThrownBy(() -> Injection.on(model, List.of(Edit.parse("L0.resid_post=0", model))))
                .hasMessageContaining("An injection adds, and 'L0.resid_post=0.0' does not.");
        assertThatThrownBy(() -> Injection.on(model, List.of())).hasMessageContaining("Nothing is injected.");
        assertThatThrownBy(() -> experiment(whole(1))
                        .learntFrom(TRIALS.items().subList(0, 1))
                        .run(TRIALS))
                .hasMessageContaining("1 of 3 trials are among those that 'v' was chosen by");
        assertThat(experiment(whole(1))
                        .learntFrom(TRIALS.items().subList(0, 1))
                        .circular()
                        .run(TRIALS)
                        .provenance()
                        .details())
                .containsKey("CIRCULAR");
    }

    @Test
    void aMetricThatCanOnlyRiseIsHeldAgainstRandomVectorsAlone() {
        InjectEffect effect = experiment(whole(2)).metric(Metric.parse("kl")).run(TRIALS);
        assertThat(effect.items()).isEmpty();
        assertThat(effect.rank()).isPresent();
        assertThat(effect.notes()).anyMatch(n -> n.startsWith("kl is 0 for the model as it is"));
    }
}
