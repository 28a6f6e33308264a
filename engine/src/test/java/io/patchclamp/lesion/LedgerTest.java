package io.patchclamp.lesion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Clamp;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.generate.Clamping;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.DoseResponse;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whether a hypothesis was there before the data, where experiments and recordings are made in Java. */
class LedgerTest {
    private static final Metric METRIC = Metric.parse("logit(\"a\") - logit(\"e\")");
    private static final Trials SEEN = Trials.of("the quick fox", "a dog");
    private static final Trials FRESH = Trials.of("no one was here", "it is late");
    private static final Trials TWO =
            Trials.parse("prompt | kind\nthe fox | a\na dog | a\nthe cat | a\nno car | b\na bus | b\nthe key | b");

    private static final Trials PAIRS = Trials.parse("""
            prompt | kind | template
            The quick fox | animal | 1
            The slow dog | animal | 2
            no one saw a cat | animal | 3
            we had two cows | animal | 4
            it was her bird | animal | 5
            my good old cat | animal | 6
            The quick car | thing | 1
            The slow bus | thing | 2
            no one saw a key | thing | 3
            we had two cups | thing | 4
            it was her hat | thing | 5
            my good old hat | thing | 6""");

    private Model model;

    @BeforeEach
    void load() throws Exception {
        model = Patchclamp.load(
                Path.of(LedgerTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static Hypothesis less() {
        return Hypothesis.of("h", "it falls", Tail.LESS, METRIC.toString());
    }

    private ControlledLesion lesion(Hypothesis hypothesis, Trials trials) {
        return LesionStudy.of(model, UnitSet.named(model.select("L0.mlp.neurons[0..3]")))
                .controls(9)
                .hypothesis(hypothesis)
                .run(new Task("letters", trials, METRIC));
    }

    @Test
    void aLesionOfWhatWasClampedBeforeComesAfterTheData() {
        Clamping.on(model)
                .clamp(List.of(Clamp.of(model.select("L0.mlp.neurons[7]"), 0)))
                .metric(METRIC)
                .run(SEEN);
        Hypothesis late = less();
        assertThat(lesion(late, SEEN).provenance().details().get("hypothesis")).startsWith("POST HOC · h: less");
        assertThat(lesion(late, SEEN).modes().get(0).rank().get(0).basis().tail())
                .isEqualTo(Tail.TWO_SIDED);
        ControlledLesion fresh = lesion(late, FRESH);
        assertThat(fresh.provenance().details().get("hypothesis")).endsWith("before the data");
        assertThat(fresh.modes().get(0).rank().get(0).basis().tail()).isEqualTo(Tail.LESS);
        // asking again is no later
        assertThat(lesion(late, FRESH).provenance().details().get("hypothesis")).endsWith("before the data");
    }

    @Test
    void aRecordingInJavaCarriesWhatWasExpectedBeforeItAndItsReadOutsSayIt() {
        Hypothesis early = Hypothesis.of("early", "they differ", Tail.GREATER, "activation");
        Recorder recorder = Recorder.on(model).at("L0.mlp.neurons").pool(Pool.LAST);
        recorder.reference(TWO); // nobody looks at it
        Hypothesis still = Hypothesis.of("still", "they differ", Tail.LESS, "activation");
        Recording recording = recorder.expecting(early, still).record(TWO);
        assertThat(recording.hypotheses()).containsExactly(early, still);
        Selectivity found =
                Selectivity.of(Responses.of(recording.testing(still))).by("kind");
        Hypothesis late = Hypothesis.of("late", "they differ", Tail.GREATER, "activation");
        assertThat(recorder.expecting(early, late).record(TWO).hypotheses()).containsExactly(early);
        assertThat(Responses.of(recording).testing(still).provenance().details().get("hypothesis"))
                .endsWith("before the data");
        assertThat(Responses.of(recording).testing(still).provenance().tail()).isEqualTo(Tail.LESS);
        assertThat(Responses.of(recording).testing(late).provenance().details().get("hypothesis"))
                .startsWith("POST HOC");
        assertThat(found).isNotNull();
    }

    @Test
    void aNotebooksModelsKnowWhatItExpectsAndWhatWasSeenBeforeTheyCameIn() {
        Ledger notebook = new Ledger();
        Recorder recorder = Recorder.on(model).at("L0.mlp.neurons");
        recorder.record(SEEN);
        Hypothesis expected = notebook.register(Hypothesis.of("h", "they differ", Tail.TWO_SIDED, "activation"));
        notebook.share(model);
        assertThat(recorder.record(SEEN).hypotheses()).isEmpty();
        assertThat(recorder.record(FRESH).hypotheses()).containsExactly(expected);
        assertThat(notebook.registered()).containsExactly(expected);
        assertThat(notebook.register(Hypothesis.of("h", "another", Tail.LESS, "kl")))
                .isSameAs(expected);
    }

    @Test
    void whatWasFoundIsNotForgottenWhereItIsNamed() {
        Selection where = model.select("L0.mlp.neurons[0..3]");
        UnitSet found = new UnitSet("found", where, SEEN.items(), Optional.empty());
        UnitSet named = UnitSet.named(found.where());
        assertThat(named.chosenOn()).isEqualTo(SEEN.items());
        assertThatThrownBy(() -> LesionStudy.of(model, named).controls(9).run(new Task("letters", SEEN, METRIC)))
                .hasMessageContaining("chosen");
        assertThat(UnitSet.named(model.select("L0.mlp.neurons[0..3]")).chosenOn())
                .isEmpty();
    }

    private Localization localized(long seed) {
        Recording recording =
                Recorder.on(model).at("L*.mlp.neurons").pool(Pool.LAST).record(PAIRS);
        return Localizer.on(Responses.of(recording))
                .by("kind")
                .split(List.of("template"), 0.5)
                .top(6)
                .seed(seed, 99)
                .find();
    }

    private UnitSet typed(Selection where, int most) {
        List<String> words = new ArrayList<>();
        where.electrodes().forEach(e -> Arrays.stream(e.unitArray())
                .forEach(u -> words.add(e.site().name() + "[" + u + "]")));
        return UnitSet.named(model.select(String.join(", ", words.subList(0, Math.min(most, words.size())))));
    }

    private ControlledLesion lesion(UnitSet set, Trials trials) {
        return LesionStudy.of(model, set).controls(3).run(new Task("letters", trials, METRIC));
    }

    @Test
    void unitsThatAreTypedAsNumbersAreKnownByThese() {
        Localization found = localized(1);
        Trials s = found.split().s();
        Selection where = found.set().where();
        for (int count : new int[] {6, 4, 1}) {
            assertThatThrownBy(() -> lesion(typed(where, count), s))
                    .as("%d of 6", count)
                    .hasMessageContaining("are among those that")
                    .hasMessageContaining("testing there what was selected there")
                    .hasMessageContaining("--circular (in Java circular())")
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        }
        String most = typed(where, 5).where().selector() + ", " + others(where, 3);
        assertThatThrownBy(() -> lesion(UnitSet.named(model.select(most)), s))
                .hasMessageContaining("are among those that");
        Task task = new Task("letters", s, METRIC);
        ControlledLesion allowed =
                LesionStudy.of(model, typed(where, 6)).controls(3).circular().run(task);
        assertThat(allowed.provenance().details()).containsKey("CIRCULAR");
        assertThat(allowed.set().chosenOn()).isEqualTo(s.items());
        Dissociation two = new Dissociation(
                typed(where, 6), UnitSet.named(model.select(others(where, 6))), io.patchclamp.edit.Ablate.Mode.ZERO);
        assertThatThrownBy(() -> two.run(model, task, new Task("fresh", FRESH, METRIC)))
                .hasMessageContaining("are among those that");
        Clamping clamping = Clamping.on(model)
                .clamp(List.of(Clamp.of(typed(where, 6).where(), 0)))
                .metric(METRIC);
        assertThatThrownBy(() -> clamping.run(s)).hasMessageContaining("are among those that");
        assertThat(clamping.circular().run(s).provenance().details()).containsKey("CIRCULAR");
        LesionEffect swept =
                Lesions.on(model, typed(where, 6).where()).metric(METRIC).run(s);
        assertThat(swept.provenance().details()).containsKey("CIRCULAR");
    }

    @Test
    void unitsChosenInNumbersThatWereMadeElsewhereAreOfNoModel() {
        Provenance elsewhere = new Provenance("made", null, null, null, null, "f32", Map.of());
        Selection where = model.select("L0.mlp.neurons[0]");
        Ledger.of(model);

        Ledger.chosen(elsewhere, where, 40, SEEN.items());
        Ledger.swept(elsewhere, where, 40, SEEN.items());

        assertThat(Ledger.of(model).chosenOrSweptBy(elsewhere, where)).isEmpty();
        assertThat(lesion(UnitSet.named(where), SEEN).provenance().details()).doesNotContainKey("CIRCULAR");
    }

    @Test
    void whatASweepNamesIsNotTestedOnItsTrials() {
        LesionEffect swept = Lesions.on(model, model.select("L*.mlp.neurons"))
                .each(Lesions.Each.UNIT)
                .metric(METRIC)
                .run(SEEN);
        List<String> byEffect = IntStream.range(0, swept.cells().size())
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -Math.abs(swept.mean(c))))
                .map(c -> swept.cells().get(c).name())
                .toList();
        UnitSet top = UnitSet.named(model.select(byEffect.get(0)));

        assertThatThrownBy(() -> lesion(top, SEEN)).hasMessageContaining("are among those that");
        assertThat(lesion(top, FRESH).provenance().details()).doesNotContainKey("CIRCULAR");
        UnitSet other = UnitSet.named(model.select(byEffect.get(byEffect.size() - 1)));
        assertThat(lesion(other, SEEN).provenance().details()).doesNotContainKey("CIRCULAR");
    }

    @Test
    void aSetSaysHowManyItsUnitsAreAndNotEachNumberOfTheMapTheyAreTheTopOf() {
        assertThat(localized(1).set()).hasToString("animal > thing: 6 units, chosen by 6 stimuli");
        assertThat(UnitSet.named(model.select("L0.mlp.neurons[0..3]")))
                .hasToString("L0.mlp.neurons[0..3]: 4 units, named without looking");
    }

    @Test
    void whatOnlyHoldsThemOrOnlyMeetsThemIsNot() {
        Localization found = localized(1);
        Trials s = found.split().s();
        Selection where = found.set().where();
        for (String other : List.of(
                "L*.mlp.neurons", "L0.mlp.neurons", "L0..1.mlp.neurons[0..15]", "L*.mlp.out", others(where, 6))) {
            assertThat(Reuse.of(
                                    "x",
                                    UnitSet.named(model.select(other))
                                            .recalled(model, s)
                                            .chosenOn(),
                                    s)
                            .any())
                    .as(other)
                    .isFalse();
        }
        String few = typed(where, 2).where().selector() + ", " + others(where, 6);
        assertThat(UnitSet.named(model.select(few)).recalled(model, s).chosenOn())
                .isEmpty();
        Trials t = found.split().t();
        assertThat(typed(where, 6).recalled(model, t).chosenOn()).isEmpty();
        assertThat(lesion(typed(where, 6), t).provenance().details()).doesNotContainKey("CIRCULAR");
    }

    @Test
    void ofSeveralChoicesTheNearestCounts() {
        Localization first = localized(1);
        Localization second = localized(7);
        assertThat(second.split().s().items()).isNotEqualTo(first.split().s().items());
        for (Localization found : List.of(first, second)) {
            UnitSet typed = typed(found.set().where(), 6);
            assertThat(typed.recalled(model, found.split().s()).chosenOn())
                    .isEqualTo(found.split().s().items());
            assertThat(typed.recalled(model, found.split().t()).chosenOn()).isEmpty();
        }
    }

    @Test
    void unitsOfAnotherModelAreOtherUnits() throws Exception {
        Localization found = localized(1);
        Trials s = found.split().s();
        try (Model other = Patchclamp.load("phantom:null")) {
            Selection same = other.select(
                    "L0.mlp.neurons[" + found.set().where().electrodes().get(0).unitArray()[0] % 16 + "]");
            assertThat(UnitSet.named(same).recalled(other, s).chosenOn()).isEmpty();
        }
    }

    /** Units that were not found. */
    private String others(Selection where, int count) {
        List<Integer> taken =
                Arrays.stream(where.electrodes().get(0).unitArray()).boxed().toList();
        String site = where.electrodes().get(0).site().name();
        int all = where.electrodes().get(0).site().units();
        return IntStream.range(0, all)
                .filter(u -> !taken.contains(u))
                .limit(count)
                .mapToObj(u -> site + "[" + u + "]")
                .collect(Collectors.joining(", "));
    }

    @Test
    void questionsThatAreAskedInJavaCountForTheFamily() {
        Hypothesis expected = less();
        assertThat(questions(lesion(expected, SEEN))).isEqualTo(1);
        assertThat(questions(lesion(expected, SEEN))).isEqualTo(1);
        ControlledLesion second = lesion(expected, FRESH);
        assertThat(questions(second)).isEqualTo(2);
        assertThat(second.warnings()).anyMatch(w -> w.startsWith("2 questions were asked in the name of 'h'"));
        assertThat(second.hypothesis().orElseThrow().threshold()).isEqualTo(0.025);
        float[] along = new float
                [(int) model.select("L0.resid_post").electrodes().get(0).width()];
        along[0] = 1;
        DoseResponse dose = DoseResponse.on(
                        model,
                        model.select("L0.resid_post"),
                        "v",
                        NamedArray.of(List.of("unit"), new int[] {along.length}, along))
                .doses(-1, 0, 1)
                .random(2)
                .metric(METRIC)
                .hypothesis(Preregistration.of(expected));
        assertThat(dose.run(FRESH).expected().orElseThrow().questions()).isEqualTo(3);
        assertThatThrownBy(() -> lesion(expected, Trials.of("twice", "twice"))).hasMessageContaining("twice");
        assertThat(questions(lesion(expected, FRESH))).isEqualTo(3);
        assertThat(questions(lesion(less(), FRESH))).isEqualTo(1); // registered again is another one
    }

    private static int questions(ControlledLesion lesion) {
        return lesion.hypothesis().orElseThrow().questions();
    }

    @Test
    void readOutsThatAreAskedInJavaCountToo() {
        Hypothesis expected = Hypothesis.of("h", "they differ", Tail.TWO_SIDED, "activation");
        Recording recording = Recorder.on(model)
                .at("L0.mlp.neurons")
                .pool(Pool.LAST)
                .expecting(expected)
                .record(PAIRS);
        Responses named = Responses.of(recording.testing(expected));
        assertThat(doubts(Selectivity.of(named).by("kind").provenance())).isEmpty();
        assertThat(doubts(Selectivity.of(named).by("kind").provenance())).isEmpty();
        assertThat(doubts(Tuning.of(named, "L0.mlp.neurons[3]", "kind", 10).provenance()))
                .startsWith("2 questions were asked");
        assertThat(doubts(Tuning.of(named, "L0.mlp.neurons[4]", "kind", 10).provenance()))
                .startsWith("3 questions were asked");
        assertThat(doubts(Selectivity.of(named).by("kind").provenance())).startsWith("3 questions were asked");
    }

    private static String doubts(Provenance made) {
        return made.details().getOrDefault(Provenance.DOUBTS, "");
    }
}
