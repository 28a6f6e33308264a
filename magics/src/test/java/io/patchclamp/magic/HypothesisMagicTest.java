package io.patchclamp.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.edit.Clamp;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.generate.Clamping;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.Localization;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.Tail;
import io.patchclamp.steer.SteeringVector;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.sweep.InjectEffect;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A hypothesis counts if it was there before the data, and says so everywhere; else it says that. */
class HypothesisMagicTest {
    private static final Path TINY = Path.of("..", "engine", "src", "test", "resources", "parity", "llama-grouped")
            .toAbsolutePath()
            .normalize();
    private static final String METRIC = "--metric 'logit(\"a\") - logit(\"e\")'";
    private static final String PAIRS = """
            prompt | condition | template
            The quick [[fox]] | animal | 1
            The slow [[dog]] | animal | 2
            no one saw a [[cat]] | animal | 3
            we had two [[cows]] | animal | 4
            it was her [[bird]] | animal | 5
            The quick [[car]] | thing | 1
            The slow [[bus]] | thing | 2
            no one saw a [[key]] | thing | 3
            we had two [[cups]] | thing | 4
            it was her [[hat]] | thing | 5""";
    private static final String SELECTIVITY = "rec --by condition --permutations 99 --hypothesis h";

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void load() throws Exception {
        run("model", "'" + TINY + "'", null);
    }

    private void hypothesis(String options) throws Exception {
        run("hypothesis", "h " + options, "It differs.");
    }

    private void record() throws Exception {
        session.variables.put("rec", run("record", "--at L*.mlp.neurons --pool event", PAIRS));
    }

    @Test
    void everyMagicThatGivesAPTakesAHypothesis() {
        assertThat(Hypotheses.readOuts())
                .contains("selectivity", "evoked", "decode", "tuning", "population", "rdm", "localize", "ccgp");
        for (MagicSpec spec : magics.specs()) {
            boolean tests = Hypotheses.isReadOut(spec.name())
                    || List.of("lesion", "dissociate", "dose", "inject").contains(spec.name());
            assertThat(spec.option("hypothesis").isPresent()).as(spec.typed()).isEqualTo(tests);
        }
    }

    @Test
    void aRecordingCarriesWhatWasRegisteredBeforeItAndResultsAndPicturesSayIt(@TempDir Path folder) throws Exception {
        hypothesis("--metric selectivity");
        record();
        Recording recording = (Recording) session.variables.get("rec");
        assertThat(recording.provenance().details().get("registered h"))
                .startsWith("h: two-sided, metric selectivity, alpha 0.05, family of 1, registered 20")
                .endsWith(": It differs.");

        Selectivity found = (Selectivity) run("selectivity", SELECTIVITY, null);
        assertThat(found.provenance().details().get("hypothesis"))
                .endsWith("before the data")
                .doesNotContain("POST HOC");
        assertThat(text(found))
                .contains("Hypothesis h: two-sided, metric selectivity")
                .contains("It differs.");
        assertThat(text(found).split("family of 1, registered before the data")).hasSizeGreaterThanOrEqualTo(3);

        run("save", "rec '" + folder.resolve("kept.pclamp") + "'", null);
        assertThat(Files.readString(folder.resolve("kept.pclamp").resolve("recording.json")))
                .contains("registered h");
        session.variables.put("rec", run("load", "'" + folder.resolve("kept.pclamp") + "'", null));
        assertThat(text(run("selectivity", SELECTIVITY, null))).doesNotContain("POST HOC");
    }

    @Test
    void aHypothesisAfterTheDataSaysSoOnResultAndPictures() throws Exception {
        record();
        hypothesis("--metric \"d'\"");
        String text = text(run("selectivity", SELECTIVITY, null));
        assertThat(text)
                .contains("Hypothesis POST HOC · h: two-sided, metric d'")
                .contains("Warning: POST HOC: 'h' was registered after these data were seen.");
        // recording the same prompts once more makes no new data
        record();
        assertThat(text(run("selectivity", SELECTIVITY, null))).contains("POST HOC");
    }

    @Test
    void whatIsRecordedAndMeasuredInJavaCountsAsWhatMagicsDo() throws Exception {
        Model model = (Model) run("model", "'" + TINY + "'", null);
        Trials seen = Trials.of("The quick fox", "A dog");
        Clamping.on(model)
                .clamp(List.of(Clamp.of(model.select("L0.mlp.neurons[9]"), 0)))
                .metric(Metric.parse("logit(\"a\") - logit(\"e\")"))
                .run(seen);
        hypothesis("--direction greater " + METRIC);
        run("hypothesis", "g --metric selectivity", "It differs.");
        String lesion = "L0.mlp.neurons[0..3] --controls 9 --hypothesis h " + METRIC;
        assertThat(text(run("lesion", lesion, "The quick fox\nA dog"))).contains("POST HOC");
        assertThat(text(run("lesion", lesion, "no one was here\nit is late"))).doesNotContain("POST HOC");

        session.variables.put(
                "rec", Recorder.on(model).at("L*.mlp.neurons").pool(Pool.EVENT).record(Trials.parse(PAIRS)));
        String read = "rec --by condition --permutations 99 --hypothesis ";
        assertThat(text(run("selectivity", read + "g", null)))
                .contains("before the data")
                .doesNotContain("POST HOC");
        run("hypothesis", "k --metric selectivity", "It differs much.");
        assertThat(text(run("selectivity", read + "k", null))).contains("POST HOC");
    }

    @Test
    void aReadOutIsNotTheMetricOfAnotherHypothesis() throws Exception {
        hypothesis("");
        record();
        assertThatThrownBy(() -> run("selectivity", SELECTIVITY, null))
                .hasMessageContaining("The hypothesis 'h' is about kl, and selectivity is measured.");
        assertThatThrownBy(() -> run("hypothesis", "g --metric sharpness", "It is."))
                .hasMessageContaining("'sharpness' is no metric and no read-out");
        assertThatThrownBy(() -> run("lesion", "L0.attn.z --each head --hypothesis h", "The quick fox"))
                .hasMessageContaining("--each asks as many questions as it removes parts");
    }

    @Test
    void aDirectionThatIsTurnedAfterTheEffectWasSeenCountsForNothing() throws Exception {
        String lesion = "L0.mlp.neurons[0..3] --controls 9 " + METRIC;
        run("lesion", lesion, "The quick fox\nA dog");
        hypothesis("--direction greater " + METRIC);
        ControlledLesion late = (ControlledLesion) run("lesion", lesion + " --hypothesis h", "The quick fox\nA dog");
        assertThat(late.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(text(late)).contains("POST HOC").contains("registered too late to be borne out");

        ControlledLesion fresh =
                (ControlledLesion) run("lesion", lesion + " --hypothesis h", "no one was here\nit is late");
        assertThat(fresh.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(text(fresh)).doesNotContain("POST HOC");
    }

    @Test
    void moreQuestionsThanTheFamilyHasShareItsAlpha() throws Exception {
        hypothesis("--direction less --items 3 " + METRIC);
        String lesion = " --controls 9 --hypothesis h " + METRIC;
        ControlledLesion first = (ControlledLesion) run("lesion", "L0.mlp.neurons[0..3]" + lesion, "The fox\nA dog");
        assertThat(first.hypothesis().orElseThrow().threshold()).isEqualTo(0.05);
        assertThat(text(first)).contains("'h' was registered for 3 items, and 2 were measured.");
        ControlledLesion again = (ControlledLesion) run("lesion", "L0.mlp.neurons[0..3]" + lesion, "The fox\nA dog");
        assertThat(again.hypothesis().orElseThrow().questions()).isEqualTo(1);
        assertThatThrownBy(() -> run("lesion", "L0.mlp.out --controls 9 --hypothesis h " + METRIC, "A cat\nA dog"));
        ControlledLesion second = (ControlledLesion) run("lesion", "L1.mlp.neurons[0..3]" + lesion, "One\nTwo");
        assertThat(second.hypothesis().orElseThrow().questions()).isEqualTo(2);
        assertThat(text(second)).contains("2 questions were asked in the name of 'h'");
    }

    @Test
    void aVectorIsNotDosedWhereItWasLearnt() throws Exception {
        session.variables.put("read", run("record", "--at L0.resid_post --pool last", PAIRS));
        SteeringVector vector = (SteeringVector) run("steer", "read --by condition", null);
        session.variables.put("v", vector);
        session.variables.put("own", vector.learntFrom());
        session.variables.put("rest", vector.rest());
        String dose = "L0.resid_post+=v --doses -2,-1,1,2 --random 2 " + METRIC;
        assertThatThrownBy(() -> run("dose", dose + " --trials own", null))
                .hasMessageContaining("6 of 6 trials are among those that 'v' was chosen by");
        assertThat(text(run("dose", dose + " --trials own --circular", null)))
                .contains("CIRCULAR · Doses of v")
                .contains("CIRCULAR: tested on stimuli the vector was learnt from.");
        hypothesis("--direction greater " + METRIC);
        DoseEffect effect = (DoseEffect) run("dose", dose + " --trials rest --hypothesis h", null);
        assertThat(effect.trend().orElseThrow().basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(text(effect)).contains("The hypothesis is ").contains("no four-parameter curve");
    }

    @Test
    void aRegisteredDirectionMakesTheReadOutsOneSidedAndTheReportSaysWhichSide() throws Exception {
        hypothesis("--metric selectivity --direction greater");
        run("hypothesis", "down --metric selectivity --direction less", "It falls.");
        run("hypothesis", "wave --metric evoked --direction less", "It falls.");
        run("hypothesis", "rise --metric tuning --direction greater", "It rises.");
        run("hypothesis", "worse --metric accuracy --direction less", "It cannot be read.");
        record();
        session.variables.put("tok", run("record", "--at L0.mlp.neurons", PAIRS));
        Selectivity two = (Selectivity) run("selectivity", "rec --by condition --permutations 99", null);
        Selectivity up = (Selectivity) run("selectivity", SELECTIVITY, null);
        Selectivity down =
                (Selectivity) run("selectivity", SELECTIVITY.replace("hypothesis h", "hypothesis down"), null);
        assertThat(two.family().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(up.family().basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(down.family().basis().tail()).isEqualTo(Tail.LESS);
        for (int u = 0; u < two.units().size(); u++) {
            if (!Double.isNaN(two.each().t(u))) {
                boolean positive = two.each().t(u) > 0;
                assertThat((positive ? up : down).each().p(u))
                        .isCloseTo(two.each().p(u) / 2, within(1e-12));
                assertThat((positive ? down : up).each().p(u)).isGreaterThanOrEqualTo(0.5);
            }
        }
        assertThat(text(up))
                .contains("p are one-sided: larger in 'animal' than in 'thing'.")
                .contains("; greater; ");
        assertThat(text(up).split("p are one-sided: larger")).hasSizeGreaterThanOrEqualTo(3); // on the picture too
        assertThat(text(two)).doesNotContain("one-sided");

        Evoked wave = (Evoked) run(
                "evoked",
                "tok --unit L0.mlp.neurons[3] --window 0..0 --by condition --diff animal,thing --permutations 99"
                        + " --hypothesis wave",
                null);
        assertThat(wave.difference()
                        .orElseThrow()
                        .clusters()
                        .orElseThrow()
                        .basis()
                        .tail())
                .isEqualTo(Tail.LESS);
        assertThat(text(wave)).contains("p are one-sided: smaller in 'animal' than 'thing'.");

        String tuning = " --unit L0.mlp.neurons[3] --hypothesis rise";
        Tuning rising = (Tuning) run("tuning", "rec --over template" + tuning, null);
        assertThat(rising.trend().orElseThrow().basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(text(rising)).contains("above 0; the F of the analysis of variance has no side.");
        assertThat(text(run("tuning", "rec --over condition" + tuning, null)))
                .contains("the F of the analysis of variance has no side: 'greater' changes no p.");

        assertThat(text(run("decode", "rec --by condition --permutations 9 --folds 3 --hypothesis worse", null)))
                .contains("a permutation test of accuracy has one side of its own, greater.")
                .contains("asks for greater alone: no p here speaks for the hypothesis.");
    }

    @Test
    void aDirectionThatCameLateMakesNoReadOutOneSided() throws Exception {
        record();
        hypothesis("--metric selectivity --direction greater");
        Selectivity late = (Selectivity) run("selectivity", SELECTIVITY, null);
        assertThat(late.family().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(text(late)).contains("POST HOC").contains("p are two-sided: no direction was registered before");
    }

    @Test
    void anInjectionComesWithTheControlsOfADose() throws Exception {
        session.variables.put("read", run("record", "--at L0.resid_post --pool last", PAIRS));
        SteeringVector vector = (SteeringVector) run("steer", "read --by condition", null);
        session.variables.put("v", vector);
        session.variables.put("own", vector.learntFrom());
        session.variables.put("rest", vector.rest());
        String inject = "L0.resid_post+=2*v --new 0 --random 9 " + METRIC;
        InjectEffect effect = (InjectEffect) run("inject", inject + " --trials rest", null);
        assertThat(effect.random()).hasSize(9);
        assertThat(effect.rows()).hasSize(4);
        assertThat(text(effect))
                .contains("9 as long, mean effects ")
                .contains("4 of 4 trials are unchanged, to the bit")
                .contains("perplexity of neutral text")
                .contains("% of trials, against the mean effect")
                .contains("rank among 9 random vectors")
                .contains("two-sided")
                .doesNotContain("CIRCULAR");
        DoseEffect dose =
                (DoseEffect) run("dose", "L0.resid_post+=v --doses -2,1,2 --random 9 --trials rest " + METRIC, null);
        for (int k = 0; k < 9; k++) {
            assertThat(effect.random().get(k)).isCloseTo(dose.random().get(k, 3), within(1e-4));
        }

        hypothesis("--direction greater " + METRIC);
        session.variables.put("fresh", Trials.of("it is late", "no one was here", "one, two, three"));
        InjectEffect directed = (InjectEffect) run("inject", inject + " --trials fresh --hypothesis h", null);
        assertThat(directed.rank().orElseThrow().basis().tail()).isEqualTo(Tail.GREATER);
        assertThat(text(directed))
                .contains("Hypothesis h: greater")
                .contains("The hypothesis is ")
                .contains("% of trials, against the registered direction");
        InjectEffect late = (InjectEffect) run("inject", inject + " --trials rest --hypothesis h", null);
        assertThat(late.rank().orElseThrow().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(text(late)).contains("POST HOC");
        assertThat(text(run("inject", inject.replace("--random 9", "--random 0") + " --trials rest", null)))
                .contains("Warning: There are no random vectors");
    }

    @Test
    void aLearntDirectionIsKnownAgainUnderAnyName() throws Exception {
        session.variables.put("read", run("record", "--at L0.resid_post --pool last", PAIRS));
        SteeringVector vector = (SteeringVector) run("steer", "read --by condition", null);
        session.variables.put("v", vector);
        session.variables.put("own", vector.learntFrom());
        float[] half = vector.vector().toArray();
        for (int i = 0; i < half.length; i++) {
            half[i] *= -0.5f;
        }
        session.variables.put("w", half);
        session.variables.put("raw", vector.vector());
        for (String call : List.of(
                "inject L0.resid_post+=2*v",
                "inject L0.resid_post+=raw",
                "inject L0.resid_post+=3*w",
                "clamp L0.resid_post+=2*v",
                "dose L0.resid_post+=w --doses 1,2")) {
            String[] parts = call.split(" ", 2);
            String line = parts[1]
                    + (parts[0].equals("dose") ? "" : " --new 0")
                    + (parts[0].equals("clamp") ? "" : " --random 2")
                    + " --trials own";
            assertThatThrownBy(() -> run(parts[0], line, null))
                    .as(call)
                    .hasMessageContaining("6 of 6 trials are among those that ")
                    .hasMessageContaining("--circular");
            assertThat(text(run(parts[0], line + " --circular", null)))
                    .as(call)
                    .contains("Warning: CIRCULAR: tested on stimuli ")
                    .contains("pure noise.");
        }
    }

    @Test
    void aChatOfAChosenPromptIsNoNewStimulus() throws Exception {
        session.variables.put("rec", run("record", "--at L*.mlp.neurons --pool event", PAIRS));
        session.variables.put(
                "loc", (Localization) run("localize", "rec --split template --top 6 --permutations 99", null));
        assertThatThrownBy(() -> run("lesion", "@loc --controls 4", PAIRS.replace("The ", "the  ")))
                .hasMessageContaining("was chosen by");
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
