package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.lesion.LesionStudy;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.DoseEffect;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code %localize}, {@code %%lesion}, {@code %%dose} and {@code %%hypothesis} on a tiny model of the engine's tests. */
class LesionMagicTest {
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

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void load() throws Exception {
        run("model", "'" + TINY + "'", null);
    }

    @Test
    void aLesionComesWithControlsUnlessTheyAreTurnedOff() throws Exception {
        ControlledLesion lesion =
                (ControlledLesion) run("lesion", "L0.mlp.neurons[0..3] --controls 5 " + METRIC, "The quick fox\nA dog");
        assertThat(lesion.modes().get(0).controls()).hasSize(5);
        assertThat(text(lesion))
                .contains("Lesion of L0.mlp.neurons[0..3] (4 units)")
                .contains("2 of 2 trials are after the lesion what they were before it, to the bit")
                .contains("2 of 2 trials are unchanged when what was read is written back");
        ControlledLesion alone = (ControlledLesion) run("lesion", "L0.mlp.neurons[0..3] --controls 0", "The quick fox");
        assertThat(text(alone)).contains("Warning: There are no controls");
    }

    @Test
    void aHypothesisInSeveralModesHasTheControlsItTakesOrIsLeftOpen() throws Exception {
        String metric = "logit(\"a\") - logit(\"e\")";
        run("hypothesis", "low --metric '" + metric + "' --direction less", "it falls");
        String line = "L0.mlp.neurons[0..3] --mode zero,mean,resample --hypothesis low " + METRIC;
        ControlledLesion lesion = (ControlledLesion) run("lesion", line, "The quick fox\nA dog\nno one");
        assertThat(lesion.modes().get(0).controls()).hasSize(59);
        assertThat(text(lesion)).doesNotContain("left open");

        run("hypothesis", "lower --metric '" + metric + "' --direction less", "it falls");
        String few = line.replace("low ", "lower ") + " --controls 19";
        assertThat(text(run("lesion", few, "it is late\nwe had two\nmy good old")))
                .contains("the hypothesis is left open: p = ")
                .contains("19 controls give none at or below .0167; it takes 59")
                .contains("cannot be borne out by a rank among 19 random sets, whatever the effect")
                .doesNotContain("is not borne out");
    }

    @Test
    void aWholeSiteIsRemovedWithoutControlsAndTheResultSaysSo() throws Exception {
        assertThat(text(run("lesion", "L0.mlp.out", "The quick fox"))).contains("Warning: There are no controls");
        assertThatThrownBy(() -> run("lesion", "L0.mlp.out --controls 9", "The quick fox"))
                .hasMessageContaining("not as many others");
    }

    @Test
    void oneAtATimeIsStillASweep() throws Exception {
        assertThat(run("lesion", "L0.attn.z --each head", "The quick fox")).isInstanceOf(LesionEffect.class);
        assertThatThrownBy(() -> run("lesion", "L0.attn.z --each head --mode zero,mean", "The quick fox"))
                .hasMessageContaining("--each removes in one way, and got 2 modes");
    }

    @Test
    void severalModesAreAFactor() throws Exception {
        ControlledLesion lesion = (ControlledLesion)
                run("lesion", "L0.mlp.neurons[0..3] --mode zero,mean,resample --controls 3", "The quick fox\nA dog");
        assertThat(lesion.modes()).hasSize(3);
        assertThat(text(lesion))
                .contains("replaced by zero")
                .contains("replaced by mean")
                .contains("by resample");
    }

    @Test
    void whatWasLocalizedIsRemovedButNotWhereItWasFound() throws Exception {
        session.variables.put("rec", run("record", "--at L*.mlp.neurons --pool event", PAIRS));
        Localization found = (Localization) run("localize", "rec --split template --top 6 --permutations 99", null);
        session.variables.put("loc", found);
        assertThat(text(found)).contains("Localizer condition: animal > thing").contains("6 of ");

        assertThatThrownBy(() -> run("lesion", "@loc --controls 4", PAIRS))
                .hasMessageContaining("trials are among those that 'animal > thing' was chosen by")
                .hasMessageContaining("--circular");
        assertThat(text(run("lesion", "@loc --controls 4 --circular --off-target none", PAIRS)))
                .contains("CIRCULAR · Lesion of animal > thing")
                .contains("Warning: CIRCULAR");

        session.variables.put("rest", found.split().t());
        ControlledLesion lesion =
                (ControlledLesion) run("lesion", "@loc --controls 4 --mode mean --trials rest " + METRIC, null);
        assertThat(text(lesion))
                .doesNotContain("CIRCULAR")
                .contains("norm-matched")
                .contains("least selective")
                .contains("off target")
                .contains("neutral text");
    }

    @Test
    void layersWithoutASelectedUnitKeepTheirPlaceBesideTheOthers() throws Exception {
        session.variables.put("rec", run("record", "--at L*.mlp.neurons --pool event", PAIRS));
        Localization found = (Localization) run("localize", "rec --split template --top 1 --permutations 99", null);

        assertThat(found.layers()).hasSize(1);
        String row = text(found)
                .lines()
                .filter(line -> line.matches(" *L[0-9]+( +L[0-9]+)*"))
                .findFirst()
                .orElseThrow();
        assertThat(row.strip().split(" +"))
                .containsExactlyElementsOf(found.units().stream()
                        .map(u -> "L" + u.site().layer())
                        .distinct()
                        .toList());
    }

    @Test
    void twoSetsAreRemovedInTwoTasksAndTheInteractionIsTested() throws Exception {
        String tasks = """
                prompt | task
                The quick fox | animals
                no one saw a cat | animals
                we had two cows | animals
                one two three | numbers
                four five | numbers
                six seven eight | numbers""";
        String sets = "L0.mlp.neurons[0..9] L1.mlp.neurons[0..9] ";
        run("hypothesis", "apart --direction less --metric entropy", "They differ.");
        Dissociated found = (Dissociated) run("dissociate", sets + METRIC + " --metric entropy", tasks);
        assertThat(found.tasks()).extracting(t -> t.name()).containsExactly("animals", "numbers");
        assertThat(found.tasks().get(1).metric()).hasToString("entropy");
        assertThat(found.interaction().basis().tail()).isEqualTo(Tail.TWO_SIDED);
        assertThat(text(found))
                .contains("Dissociation of L0.mlp.neurons[0..9] and L1.mlp.neurons[0..9]")
                .contains("10 units against 10 units, none in both")
                .contains("p of the difference: sign flips, exact, ");

        Dissociated tested =
                (Dissociated) run("dissociate", sets + "--metric entropy --mode mean --hypothesis apart", tasks);
        assertThat(tested.interaction().basis().tail()).isEqualTo(Tail.LESS);
        assertThat(text(tested)).contains("Hypothesis apart: less, metric entropy");
        run("hypothesis", "later --direction less --metric entropy", "They differ.");
        assertThat(text(run("dissociate", sets + "--metric entropy --mode mean --hypothesis later", tasks)))
                .contains("Hypothesis POST HOC · later: less");

        Dissociated bounded = (Dissociated) run("dissociate", sets + METRIC + " --bound 100", tasks);
        assertThat(bounded.spared()).hasSize(2).allSatisfy(t -> assertThat(t.p())
                .isLessThan(0.05));
        assertThat(found.spared()).isEmpty();
        assertThat(text(bounded))
                .contains("Is it left alone? L0.mlp.neurons[0..9] on numbers")
                .contains("equivalence test");
        assertThatThrownBy(() -> run("dissociate", sets + "--bound 0", tasks))
                .hasMessageContaining("The smallest effect that would matter lies above 0, and got 0.0.");
        assertThatThrownBy(() -> run("dissociate", sets, "The quick fox\nA dog"))
                .hasMessageContaining("needs two tasks, and the trials have no column 'task'");
        assertThatThrownBy(() -> run("dissociate", sets, "prompt | task\nThe fox | a\nThe dog | a"))
                .hasMessageContaining("%%dissociate takes two tasks, and 'task' has 1: [a]");
        assertThatThrownBy(() -> run("dissociate", sets + "--mode zero,mean", tasks))
                .hasMessageContaining("%%dissociate removes in one way, and got 2 modes");
        assertThatThrownBy(() -> run("dissociate", sets + "--metric kl --metric kl --metric kl", tasks))
                .hasMessageContaining("%%dissociate has two tasks, and got 3 metrics");
    }

    @Test
    void aMistypedSetIsToldApartFromAHook() throws Exception {
        try (io.patchclamp.model.Model model = io.patchclamp.Patchclamp.load(TINY.toString())) {
            session.variables.put("found", UnitSet.named(model.select("L0.mlp.neurons[0..9]")));
        }
        assertThatThrownBy(() -> run("dissociate", "@fund L1.mlp.neurons[0]", "prompt | task\nThe fox | a\nA cow | b"))
                .hasMessageContaining("There is no hook and no set of units '@fund'.")
                .hasMessageContaining("Try: @found");
    }

    @Test
    void withoutASeedJavaDrawsTheSameControlsAndGivesTheSameDoses() throws Exception {
        String prompts = "The quick fox\nA dog\nno one";
        ControlledLesion typed = (ControlledLesion)
                run("lesion", "L0.mlp.neurons[0..3] --off-target none --controls 5 " + METRIC, prompts);
        session.variables.put("v", cosines());
        DoseEffect dosed = (DoseEffect) run("dose", "L0.resid_post+=v --random 2 " + METRIC, prompts);
        try (io.patchclamp.model.Model model = io.patchclamp.Patchclamp.load(TINY.toString())) {
            io.patchclamp.metric.Metric metric = io.patchclamp.metric.Metric.parse("logit(\"a\") - logit(\"e\")");
            Trials trials = Trials.parse(prompts);
            ControlledLesion written = LesionStudy.of(model, UnitSet.named(model.select("L0.mlp.neurons[0..3]")))
                    .modes(java.util.List.of(io.patchclamp.edit.Ablate.Mode.ZERO))
                    .controls(5)
                    .run(new Task("t", trials, metric));
            assertThat(written.modes().get(0).controls())
                    .extracting(c -> c.mean())
                    .containsExactlyElementsOf(typed.modes().get(0).controls().stream()
                            .map(c -> c.mean())
                            .toList());
            DoseEffect curve = DoseResponse.on(model, model.select("L0.resid_post"), "v", cosines())
                    .random(2)
                    .metric(metric)
                    .run(trials);
            assertThat(curve.doses()).isEqualTo(dosed.doses());
            assertThat(curve.random()).isEqualTo(dosed.random());
        }
    }

    private static NamedArray cosines() throws Exception {
        try (io.patchclamp.model.Model model = io.patchclamp.Patchclamp.load(TINY.toString())) {
            float[] numbers = new float[model.config().dModel()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) Math.cos(i);
            }
            return NamedArray.of(java.util.List.of("unit"), new int[] {numbers.length}, numbers);
        }
    }

    @Test
    void onlyARegisteredHypothesisGivesADirection() throws Exception {
        assertThatThrownBy(() -> run("lesion", "L0.mlp.neurons[0] --hypothesis h", "The quick fox\nA dog"))
                .hasMessageContaining("No hypothesis is registered as 'h'");
        Hypothesis said = (Hypothesis) run("hypothesis", "h --direction less " + METRIC, "It falls.");
        assertThat(text(said)).contains("It falls.").contains("less");
        ControlledLesion lesion = (ControlledLesion)
                run("lesion", "L0.mlp.neurons[0] --controls 9 --hypothesis h " + METRIC, "The quick fox\nA dog");
        assertThat(lesion.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.LESS);
        assertThat(text(lesion)).contains("before the data. It falls.");
    }

    @Test
    void aHypothesisSaidAgainKeepsItsTimeAndAChangedOneIsRefused() throws Exception {
        Hypothesis first = (Hypothesis) run("hypothesis", "h --direction less", "It falls.");
        assertThat(((Hypothesis) run("hypothesis", "h --direction less", "It falls.")).registered())
                .isEqualTo(first.registered());
        assertThatThrownBy(() -> run("hypothesis", "h --direction greater", "It falls."))
                .hasMessageContaining("'h' was registered before, at ")
                .hasMessageContaining("a hypothesis that was changed is another hypothesis");
        assertThatThrownBy(() -> run("hypothesis", "g", " ")).hasMessageContaining("The hypothesis 'g' says nothing.");
    }

    @Test
    void dosesOfAVectorAreShownBesideRandomOnes() throws Exception {
        session.variables.put("v", cosines());
        DoseEffect effect = (DoseEffect)
                run("dose", "L0.resid_post+=v --doses -2,-1,1,2 --random 3 " + METRIC, "The quick fox\nA dog, 42 cats");
        assertThat(text(effect))
                .contains("Doses of v at L0.resid_post")
                .contains("perplexity of neutral text")
                .contains("2 of 2 trials are unchanged, to the bit");
        assertThatThrownBy(() -> run("dose", "L0.resid_post+=2*v", "The quick fox"))
                .hasMessageContaining("%%dose takes the vector itself, and got 2.0 times it");
        assertThatThrownBy(() -> run("dose", "L0.resid_post=2", "The quick fox"))
                .hasMessageContaining("%%dose takes one vector at one site");
        assertThatThrownBy(() -> run("dose", "L0.resid_post+=v --doses 1,x", "The quick fox"))
                .hasMessageContaining("--doses of %%dose is '1,x'");
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
