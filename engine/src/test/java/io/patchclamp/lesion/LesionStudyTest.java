package io.patchclamp.lesion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.Ablate;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Early;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.stats.TestResult;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

/** A lesion beside its controls. */
class LesionStudyTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials TRIALS =
            Trials.of("The quick fox", "A dog, 42 cats", "no one was here", "it is late", "two of them");
    private static final Task TASK = new Task("letters", TRIALS, METRIC);

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(Path.of(LesionStudyTest.class
                        .getResource("/parity/llama-grouped")
                        .toURI())
                .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static UnitSet set(String selector) {
        return UnitSet.named(model.select(selector));
    }

    @ParameterizedTest
    @EnumSource(Ablate.Mode.class)
    void theEffectIsThatOfTheLesionAlone(Ablate.Mode mode) {
        UnitSet set = set("L0..1.mlp.neurons[3..9]");
        ControlledLesion studied = LesionStudy.of(model, set)
                .controls(3)
                .modes(List.of(mode))
                .seed(5)
                .run(TASK);
        ClampEffect alone = Clamping.on(model)
                .clamp(List.of(io.patchclamp.edit.Edit.of(set.where(), new Ablate(mode, Optional.empty(), 5))))
                .metric(METRIC)
                .run(TRIALS);
        for (int t = 0; t < TRIALS.count(); t++) {
            assertThat(studied.modes().get(0).effect().get(t))
                    .isCloseTo(alone.rows().get(t).effect(), within(2e-4));
        }
    }

    @Test
    void theModelRecoversToTheBitAndAShamChangesNothing() {
        Reversal reversal = LesionStudy.of(model, set("L0.mlp.neurons[0..9], L1.attn.z[0]"))
                .controls(0)
                .run(TASK)
                .reversal();
        assertThat(reversal.moved()).isEqualTo(TRIALS.count());
        assertThat(reversal.complete()).isTrue();
        assertThat(reversal.farthest()).isZero();
    }

    @Test
    void testingWhereTheUnitsWereChosenIsRefused() {
        UnitSet set = new UnitSet(
                "a > b", model.select("L0.mlp.neurons[0..4]"), TRIALS.items().subList(3, 5), Optional.empty());
        assertThatThrownBy(() -> LesionStudy.of(model, set).run(TASK))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("2 of 5 trials are among those that 'a > b' was chosen by, such as 'it is late'")
                .hasMessageContaining("Try: ");
        ControlledLesion allowed =
                LesionStudy.of(model, set).controls(2).circular().run(TASK);
        assertThat(allowed.warnings()).anyMatch(w -> w.startsWith("CIRCULAR"));
        assertThat(allowed.provenance().details()).containsKey("CIRCULAR");
    }

    @Test
    void allowingCircularityWhereThereIsNoneStampsNothing() {
        ControlledLesion fresh = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(2)
                .circular()
                .run(TASK);
        assertThat(fresh.warnings()).noneMatch(w -> w.contains("CIRCULAR"));
    }

    @Test
    void aPromptShownTwiceIsRefused() {
        Task twice = new Task("twice", Trials.of("The quick fox", "A dog", "The quick fox"), METRIC);
        assertThatThrownBy(() -> LesionStudy.of(model, set("L0.mlp.neurons[0]")).run(twice))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("The quick fox");
    }

    @Test
    void withoutAHypothesisTheRankIsTwoSided() {
        TestResult rank = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(9)
                .run(TASK)
                .modes()
                .get(0)
                .rank()
                .get(0);
        assertThat(rank.basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(rank.p()).isGreaterThanOrEqualTo(0.2);
        assertThat(rank.basis().n()).containsEntry("random sets", 9);
    }

    /** The sets that a rank is among were drawn, and each thing put in the units' place is a question. */
    @Test
    void aRankSaysItsSeedAndHowManyWaysOfRemovingWereTried() {
        ControlledLesion studied = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(9)
                .seed(42)
                .modes(List.of(Ablate.Mode.ZERO, Ablate.Mode.MEAN))
                .run(TASK);
        studied.modes().forEach(mode -> {
            assertThat(mode.rank().get(0).basis().seed()).hasValue(42);
            assertThat(mode.rank().get(0).basis().family()).isEqualTo(2);
            assertThat(mode.items().get(0).basis().family()).isEqualTo(2);
        });
    }

    @Test
    void aHypothesisGivesTheDirectionAndHoldsToItsMetric() {
        Hypothesis less = Early.hypothesis("h", "it falls", Tail.LESS, "logit(\"a\")-logit(\"e\")");
        ControlledLesion studied = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(9)
                .hypothesis(less)
                .run(TASK);
        assertThat(studied.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.LESS);
        assertThat(studied.provenance().details().get("hypothesis"))
                .isEqualTo(less.stamp() + ", before the data")
                .startsWith("h: less, metric logit(\"a\")-logit(\"e\"), alpha 0.05, family of 1, registered 20");
        assertThat(studied.provenance().details().get("expected")).isEqualTo("it falls");
        Task other = new Task("other", TRIALS, Metric.parse("entropy"));
        assertThatThrownBy(() -> LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                        .hypothesis(less)
                        .run(other))
                .hasMessageContaining("'h' is about logit(\"a\")-logit(\"e\"), and entropy is measured");
    }

    @Test
    void aHypothesisThatCameAfterTheDataGivesNoDirection() {
        Hypothesis less = Early.hypothesis("h", "it falls", Tail.LESS, METRIC.toString());
        ControlledLesion studied = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(9)
                .hypothesis(new Preregistration(less, true, 1, OptionalInt.empty()))
                .run(TASK);
        assertThat(studied.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(studied.warnings()).anyMatch(w -> w.startsWith("POST HOC: 'h' was registered after these data"));
        assertThat(studied.provenance().details().get("hypothesis")).startsWith("POST HOC · h: less");
    }

    @Test
    void offTargetTextIsFortySentencesOfManyKindsAndTheUnrelatedTaskIsLong() {
        Trials text = Task.neutralText().trials();
        assertThat(text.count()).isGreaterThanOrEqualTo(40);
        assertThat(text.items().stream().map(Trials.Item::prompt).distinct()).hasSize(text.count());
        assertThat(text.items().stream().map(i -> i.columns().get("kind")).distinct())
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(Task.sequences(model).orElseThrow().trials().count()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void roundOffIsNotTestedWhereNobodyListens() {
        String name = "phantom:selective?seed=11&units=16&layers=1";
        try (Model phantom = Patchclamp.load(name)) {
            Phantom known = Phantom.of(name);
            String silent = known.truth().planted().stream()
                    .filter(p -> !p.causal())
                    .findFirst()
                    .orElseThrow()
                    .unit();

            ControlledLesion lesion = LesionStudy.of(phantom, UnitSet.named(phantom.select(silent)))
                    .modes(List.of(Ablate.Mode.ZERO))
                    .run(new Task("verbs", known.trials(20, 1), known.metric()));

            assertThat(lesion.modes().get(0).items()).isEmpty();
            assertThat(lesion.warnings()).anyMatch(w -> w.contains("nothing reads these units here"));
        }
    }

    @Test
    void aSetWithoutOthersToCompareWithIsRefused() {
        assertThatThrownBy(() -> LesionStudy.of(model, set("L0.mlp.out")).run(TASK))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("not as many others")
                .hasMessageContaining("--controls 0");
    }

    @Test
    void withoutControlsTheResultSaysSo() {
        ControlledLesion alone =
                LesionStudy.of(model, set("L0.mlp.out")).controls(0).run(TASK);
        assertThat(alone.modes().get(0).rank()).isEmpty();
        assertThat(alone.warnings()).anyMatch(w -> w.contains("no controls"));
    }

    @Test
    void otherTasksAreMeasuredWithTheSetAndItsRandomControls() {
        LesionedMode.OffTarget text = LesionStudy.of(model, set("L0.mlp.neurons[0..4]"))
                .controls(3)
                .offTarget(List.of(Task.neutralText()))
                .run(TASK)
                .modes()
                .get(0)
                .offTarget()
                .get(0);
        assertThat(text.baseline()).isPositive();
        assertThat(text.effect()).isNotZero();
        assertThat(text.random()).hasSize(3);
    }

    @Test
    void aRandomSetIsNoMoreThanItsControlsAsOftenAsItShouldBe() {
        Hypothesis more = Early.hypothesis("h", "it rises", Tail.GREATER, METRIC.toString());
        SplittableRandom random = new SplittableRandom(11);
        int sets = 30;
        int hits = 0;
        for (int k = 0; k < sets; k++) {
            List<Integer> units = new ArrayList<>();
            int width = model.config().dMlp();
            while (units.size() < 3) {
                int unit = random.nextInt(width);
                if (!units.contains(unit)) {
                    units.add(unit);
                }
            }
            String list = String.join(",", units.stream().map(String::valueOf).toList());
            double p = LesionStudy.of(model, set("L0.mlp.neurons[" + list + "]"))
                    .controls(9)
                    .hypothesis(more)
                    .seed(k)
                    .run(TASK)
                    .modes()
                    .get(0)
                    .rank()
                    .get(0)
                    .p();
            hits += p <= 0.2 ? 1 : 0;
        }
        // binomial(30, .2): 0 with probability .001, above 13 with .001
        assertThat(hits).isBetween(1, 13);
    }

    @Test
    void twoSetsOnTwoTasksChangeSignWhenTheyChangePlaces() {
        Task other =
                new Task("entropy", Trials.of("one", "two three", "four five six", "seven"), Metric.parse("entropy"));
        UnitSet a = set("L0.mlp.neurons[0..4]");
        UnitSet b = set("L1.mlp.neurons[0..4]");
        Dissociated ab = new Dissociation(a, b, Ablate.Mode.ZERO).run(model, TASK, other, 1, Progress.SILENT);
        Dissociated ba = new Dissociation(b, a, Ablate.Mode.ZERO).run(model, TASK, other, 1, Progress.SILENT);
        assertThat(ab.interaction().statistic()).isCloseTo(-ba.interaction().statistic(), within(1e-9));
        assertThat(ab.interaction().p()).isEqualTo(ba.interaction().p());
        assertThat(ab.effects().get(0)).isEqualTo(ba.effects().get(1));
        assertThat(ab.notes()).anyMatch(n -> n.contains("measured in logits and nats"));
    }

    @Test
    void aDissociationSaysWhetherItsHypothesisIsBorneOutAndNamesItsTasks() {
        Task other =
                new Task("entropy", Trials.of("one", "two three", "four five six", "seven"), Metric.parse("entropy"));
        Hypothesis h = Early.hypothesis("crossed", "they differ", Tail.TWO_SIDED, METRIC.toString());
        Dissociated found = new Dissociation(set("L0.mlp.neurons[0..4]"), set("L1.mlp.neurons[0..4]"), Ablate.Mode.ZERO)
                .run(model, TASK, other, Optional.of(Preregistration.of(h)), 1, Progress.SILENT);
        assertThat(found.interaction().basis().n())
                .containsExactly(entry("letters", TASK.trials().count()), entry("entropy", 4));
        assertThat(found.notes()).anyMatch(n -> n.matches("The hypothesis 'crossed' is (not )?borne out: p = .*"));
    }

    /** Damage that no reader could notice is none, however little random sets do; a warning says how large it is. */
    @Test
    void offTargetDamageIsWarnedOfWithItsSizeWhereItIsNoticeable() {
        Task text = new Task("neutral text", TRIALS, Metric.parse("loss"));
        Doubts doubts = new Doubts(set("L0.mlp.neurons[0..4]"), TASK, false);
        Reversal reversal = new Reversal(3, 3, 3, 3, 0);
        for (double effect : new double[] {-1e-4, 0.53}) {
            LesionedMode mode = new LesionedMode(
                    Ablate.Mode.ZERO,
                    List.of(1.0, 2.0),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new LesionedMode.OffTarget(text, 3, effect, List.of(0.0, 1e-6))));
            List<String> damage = doubts.about(List.of(mode), reversal).stream()
                    .filter(d -> d.contains("may be damage"))
                    .toList();
            if (effect < 0) {
                assertThat(damage).isEmpty();
            } else {
                assertThat(damage)
                        .containsExactly(
                                "Replaced by zero, neutral text changes by 0.53 nats, more than with any random"
                                        + " set too: this may be damage, and not a function.");
            }
        }
    }

    /** Sign flips of what is never below 0 give the smallest p there is to every lesion. */
    @Test
    void aMetricThatCanOnlyRiseIsHeldAgainstControlsAndNotAgainstNothing() {
        Task apart = new Task("apart", TRIALS, Metric.parse("kl"));
        ControlledLesion lesion =
                LesionStudy.of(model, set("L0.mlp.neurons[0..4]")).controls(3).run(apart);
        assertThat(lesion.modes().get(0).effect()).allMatch(e -> e > 0);
        assertThat(lesion.modes().get(0).items()).isEmpty();
        assertThat(lesion.modes().get(0).rank()).isNotEmpty();
        assertThat(lesion.warnings()).anyMatch(w -> w.startsWith("kl is 0 for the model as it is"));
    }

    @Test
    void aSetIsNotHeldAgainstItself() {
        Dissociation same =
                new Dissociation(set("L0.mlp.neurons[0..4]"), set("L0.mlp.neurons[4,3,2,1,0]"), Ablate.Mode.ZERO);
        assertThatThrownBy(() -> same.run(model, TASK, TASK))
                .hasMessageContaining("are the same 5 units: their lesions cannot differ.");
        assertThat(new Dissociation(
                                set("L0.mlp.neurons[0..4], L1.mlp.neurons[7]"),
                                set("L1.mlp.neurons[0..7], L0.mlp.neurons[4]"),
                                Ablate.Mode.ZERO)
                        .shared())
                .isEqualTo(2);
    }
}
