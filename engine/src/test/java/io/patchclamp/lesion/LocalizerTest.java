package io.patchclamp.lesion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

import io.patchclamp.Patchclamp;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Unit;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Site;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Planted units are found, and noise is found to be noise. */
class LocalizerTest {
    private static final int PLANTED = 6;
    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = Patchclamp.load(
                Path.of(LocalizerTest.class.getResource("/parity/llama-grouped").toURI())
                        .toString());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Items of two conditions over ten templates; the first units of layer 0 prefer {@code city} by d. */
    private static Responses responses(double d, long seed) {
        List<Unit> units = new ArrayList<>();
        for (String selector : List.of("L0.mlp.neurons", "L1.mlp.neurons")) {
            Site site = model.select(selector).electrodes().get(0).site();
            for (int i = 0; i < site.units(); i++) {
                units.add(new Unit(site, i));
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Trials.Item> items = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String condition = i % 2 == 0 ? "city" : "fruit";
            items.add(new Trials.Item(
                    "prompt number " + i,
                    Map.of("condition", condition, "template", "frame " + i / 2 % 10),
                    Optional.empty()));
            float[] row = new float[units.size()];
            for (int u = 0; u < row.length; u++) {
                row[u] = (float) (random.nextGaussian() + (u < PLANTED && i % 2 == 0 ? d : 0));
            }
            rows.add(row);
        }
        return Responses.of(model.provenance(), "event", new Trials(items), units, rows.toArray(float[][]::new));
    }

    private static Localizer localizer(Responses responses) {
        return Localizer.on(responses).split(List.of("template"), 0.5).top(PLANTED);
    }

    @Test
    void conditionsOfDifferentLengthAreSaidToBeSoWhereTokensAreAveraged() {
        StringBuilder body = new StringBuilder("prompt | condition\n");
        for (int i = 0; i < 24; i++) {
            body.append(i).append(" and ").append(7 * i).append(i % 2 == 0 ? " | a\n" : " are more than one | b\n");
        }
        Trials trials = Trials.parse(body.toString());
        for (Pool pool : List.of(Pool.MEAN, Pool.LAST)) {
            Recording recording =
                    Recorder.on(model).at("L*.mlp.neurons").pool(pool).record(trials);
            List<String> localized = Localizer.on(Responses.of(recording))
                    .top(2)
                    .find()
                    .selecting()
                    .notes();
            List<String> selective = Selectivity.of(Responses.of(recording))
                    .by("condition")
                    .family()
                    .notes();
            for (List<String> notes : List.of(localized, selective)) {
                assertThat(notes.stream().anyMatch(n -> n.matches("trials of 'a' have [0-9.]+ tokens on average.*")))
                        .isEqualTo(pool == Pool.MEAN);
            }
        }
        Recording window = Recorder.on(model)
                .at("L0.mlp.neurons")
                .window(0, 1)
                .pool(Pool.MEAN)
                .record(trials);
        assertThat(Selectivity.of(Responses.of(window)).by("condition").family().notes())
                .noneMatch(n -> n.contains("on average"));
    }

    @Test
    void oneTextMarkedInTwoWaysIsOneItemUnlessItIsReadWhereItIsMarked() {
        StringBuilder body = new StringBuilder("prompt | condition\n");
        for (int i = 0; i < 12; i++) {
            body.append(i).append(" [[and]] then ").append(7 * i).append(" | a\n");
            body.append(i).append(" and [[then]] ").append(7 * i).append(" | b\n");
        }
        Trials trials = Trials.parse(body.toString());
        for (Pool pool : List.of(Pool.MEAN, Pool.LAST)) {
            Responses read = Responses.of(
                    Recorder.on(model).at("L0.mlp.neurons").pool(pool).record(trials));
            assertThatThrownBy(() -> Selectivity.of(read).by("condition"))
                    .hasMessageStartingWith("12 of 24 trials repeat a prompt, such as '0 and then 0'")
                    .hasMessageContaining("Try: trials.unmarked().collapsed()");
        }
        assertThatThrownBy(() -> LesionStudy.of(model, UnitSet.named(model.select("L0.mlp.neurons[1]")))
                        .run(new Task("words", trials, Metric.parse("entropy"))))
                .hasMessageStartingWith("12 of 24 trials repeat a prompt");
        Recorder recorder = Recorder.on(model).at("L0.mlp.neurons");
        Recorder meanOfEvents = recorder.pool(Pool.MEAN).tokens(TokenChoice.parse("event"));
        for (Recorder events : List.of(recorder.pool(Pool.EVENT), meanOfEvents)) {
            assertThat(Selectivity.of(Responses.of(events.record(trials)))
                            .by("condition")
                            .family()
                            .basis()
                            .n())
                    .containsEntry("a", 12);
        }
        Responses chosen = Responses.of(
                recorder.pool(Pool.MEAN).tokens(TokenChoice.parse("/and/")).record(trials));
        assertThatThrownBy(() -> Selectivity.of(chosen).by("condition"))
                .hasMessageStartingWith("12 of 24 trials repeat a prompt");
    }

    @Test
    void trialsOfOneItemAreOneOnEitherHalfAndStayInIt() {
        Responses plain = responses(2, 1);
        List<Trials.Item> items = new ArrayList<>();
        for (int t = 0; t < 120; t++) {
            Trials.Item item = plain.trials().items().get(t);
            items.add(new Trials.Item(
                    item.prompt(),
                    Map.of(
                            "condition",
                            item.columns().get("condition"),
                            "template",
                            item.columns().get("template"),
                            "word",
                            "word " + t % 40),
                    Optional.empty()));
        }
        float[][] rows = new float[120][];
        for (int t = 0; t < 120; t++) {
            rows[t] = plain.row(t);
        }
        Responses responses = Responses.of(plain.provenance(), "event", new Trials(items), plain.units(), rows);
        Localization found = Localizer.on(responses).top(PLANTED).item("word").find();
        assertThat(found.selecting().basis().n()).containsEntry("city", 10).containsEntry("fruit", 10);
        assertThat(found.selecting().basis().unit()).isEqualTo("item ('word', the mean of its 3 trials)");
        assertThat(found.split().by()).contains("word");
        assertThat(found.provenance().details()).containsEntry("item", "word");
        assertThat(new HashSet<>(found.chosen())).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(found.set().chosenOn()).hasSize(60);
        assertThat(Localizer.on(responses)
                        .split(List.of("word"), .5)
                        .find()
                        .selecting()
                        .notes()
                        .get(0))
                .startsWith("60 trials have 20 values of 'word', each with one 'condition'");
        assertThat(localizer(responses).find().selecting().basis().unit()).isEqualTo("item");
    }

    @Test
    void plantedUnitsAreSelectedAndReplicate() {
        Localization found = localizer(responses(2, 1)).find();
        assertThat(found.preferred()).isEqualTo("city");
        assertThat(new HashSet<>(found.chosen())).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(found.dice()).isEqualTo(1);
        assertThat(found.selecting().basis().n().keySet()).containsExactly("city", "fruit");
        assertThat(found.layers()).isEqualTo(Map.of(0, PLANTED));
        assertThat(found.chosen()).allMatch(u -> found.selecting().p(u) <= 0.05);
        assertThat(found.set().where().electrodes().get(0).units()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void contrastingTheOtherWayFindsOthers() {
        Localization found =
                localizer(responses(2, 1)).contrast("fruit", "city").find();
        assertThat(found.chosen()).noneMatch(u -> u < PLANTED);
    }

    @Test
    void noiseIsSelectedButDoesNotReplicate() {
        Localization found = localizer(responses(0, 2)).find();
        assertThat(found.chosen()).hasSize(PLANTED);
        assertThat(found.dice()).isLessThan(0.5);
        assertThat(found.rank()).isBetween(-0.4, 0.4);
        assertThat(found.chosen()).allMatch(u -> found.selecting().p(u) > 0.05);
    }

    @Test
    void theTwoHalvesShareNoTemplate() {
        Localization found = localizer(responses(2, 1)).find();
        assertThat(templates(found.split().s()))
                .doesNotContainAnyElementsOf(templates(found.split().t()));
        assertThat(found.set().chosenOn()).isEqualTo(found.split().s().items());
        assertThat(found.set().reuse(found.split().t()).any()).isFalse();
    }

    private static Set<String> templates(Trials trials) {
        Set<String> templates = new HashSet<>();
        trials.items().forEach(i -> templates.add(i.columns().get("template")));
        return templates;
    }

    @Test
    void aThirdConditionMustBeChosenFrom() {
        Responses two = responses(1, 1);
        List<Trials.Item> items = new ArrayList<>(two.trials().items());
        items.set(0, new Trials.Item("another", Map.of("condition", "tool", "template", "frame 0"), Optional.empty()));
        float[][] rows = new float[items.size()][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = two.row(t);
        }
        Responses three = Responses.of(two.provenance(), "event", new Trials(items), two.units(), rows);
        assertThatThrownBy(() -> localizer(three).find())
                .hasMessageContaining("contrasts two conditions; 'condition' has 3")
                .hasMessageContaining("--contrast A,B");
        assertThat(localizer(three).contrast("city", "fruit").find().split().s().count())
                .isPositive();
        assertThatThrownBy(() -> localizer(three).contrast("city", "frut").find())
                .hasMessageContaining("No trial has 'frut' as its 'condition'");
    }

    @Test
    void moreUnitsThanHalfOfThemCannotBeSelected() {
        Responses all = responses(1, 1);
        assertThatThrownBy(() -> Localizer.on(all).top(all.units().size()))
                .hasMessageContaining("cannot be selected of");
        assertThatThrownBy(() -> Localizer.on(all).top(0.7)).hasMessageContaining("at most a half, got 0.7");
    }
}
