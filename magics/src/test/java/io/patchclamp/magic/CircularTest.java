package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.lesion.Localization;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was found on some stimuli is not tested on them by any magic and by no other name, unless the result says so. */
class CircularTest {
    private static final Path TINY = Path.of("..", "engine", "src", "test", "resources", "parity", "llama-grouped")
            .toAbsolutePath()
            .normalize();
    private static final String PAIRS = """
            prompt | condition | template | cell | number
            The quick [[fox]] | animal | 1 | a | 1
            The slow [[dog]] | animal | 2 | b | 2
            no one saw a [[cat]] | animal | 3 | a | 3
            we had two [[cows]] | animal | 4 | b | 4
            it was her [[bird]] | animal | 5 | a | 5
            my good old [[cat]] | animal | 6 | b | 6
            The quick [[car]] | thing | 1 | c | 7
            The slow [[bus]] | thing | 2 | d | 8
            no one saw a [[key]] | thing | 3 | c | 9
            we had two [[cups]] | thing | 4 | d | 10
            it was her [[hat]] | thing | 5 | c | 11
            my good old [[hat]] | thing | 6 | d | 12""";
    private static final String REFUSED = "trials are among those that ";

    private final Magics magics = Magics.standard();
    private final FakeSession session = new FakeSession();
    private Localization found;

    @BeforeEach
    void find() throws Exception {
        run("model", "'" + TINY + "'", null);
        session.variables.put("rec", run("record", "--at L*.mlp.neurons --pool event", PAIRS));
        session.variables.put("tok", run("record", "--at embed --at L*.mlp.neurons", PAIRS));
        found = (Localization) run("localize", "rec --split template --top 6 --permutations 99", null);
        session.variables.put("loc", found);
        session.variables.put("own", found.split().s());
        session.variables.put("rest", found.split().t());
        session.variables.put("rest_rec", run("record", "--at L*.mlp.neurons --pool event --trials rest", null));
    }

    private String unit() {
        return found.units().get(found.chosen().get(0)).name();
    }

    @Test
    void noMagicReadsFoundUnitsOnTheStimuliTheyWereFoundBy() throws Exception {
        String one = " --unit " + unit();
        for (String call : List.of(
                "selectivity rec --by condition --permutations 99 --at @loc",
                "decode rec --by condition --permutations 9 --folds 3 --at @loc",
                "generalize tok --by condition --permutations 9 --folds 3 --window 0..0 --at @loc",
                "ccgp rec --by condition --across template --permutations 9 --at @loc",
                "shattering rec --by cell --permutations 5 --group prompt --at @loc",
                "rdm rec --by cell --at @loc",
                "alike rec --permutations 9 --at @loc",
                "correlations rec --by condition --permutations 9 --at @loc",
                "pca rec --at @loc",
                "population rec --at @loc",
                "epochs tok --window 0..0 --at @loc",
                "evoked tok --window 0..0 --by condition --diff animal,thing --permutations 9 --unit @loc",
                "raster tok --window 0..0 --by condition --unit @loc",
                "tuning rec --over number --unit @loc",
                "tuning rec --over number" + one,
                "evoked tok --window 0..0 --by condition" + one,
                "raster tok --window 0..0" + one,
                "receptive tok --permutations 9" + one)) {
            String[] parts = call.split(" ", 2);
            assertThatThrownBy(() -> run(parts[0], parts[1], null))
                    .as(call)
                    .hasMessageContaining(REFUSED)
                    .hasMessageContaining("--circular");
            try {
                assertThat(text(run(parts[0], parts[1] + " --circular", null)))
                        .as(call)
                        .contains("CIRCULAR: shown on stimuli they were chosen by");
            } catch (io.patchclamp.fault.PatchclampException e) {
                assertThat(e).as(call).hasMessageNotContaining(REFUSED); // too few trials for this one
            }
        }
        for (MagicSpec spec : magics.specs()) {
            boolean reads = spec.option("hypothesis").isPresent()
                    && spec.option("metric").isEmpty();
            assertThat(spec.option("circular").isPresent() || !reads)
                    .as(spec.typed())
                    .isTrue();
        }
    }

    /** The ten that a table of selectivity names are typed as easily as those of a localizer. */
    @Test
    void whatATableOfSelectivityNamesIsNotTestedOnItsTrials() throws Exception {
        session.variables.remove("loc");
        String metric = " --metric \"logit('a') - logit('e')\" --controls 9 --off-target none";
        Selectivity table = (Selectivity) run("selectivity", "rest_rec --by condition --permutations 99", null);
        String named = table.top(3).stream()
                .map(u -> table.units().get(u).name())
                .collect(java.util.stream.Collectors.joining(", ", "'", "'"));
        assertThatThrownBy(() -> run("lesion", named + metric + " --trials rest", null))
                .hasMessageContaining(REFUSED)
                .hasMessageContaining("Trials t = NAME.split().t(); then --trials t");
        assertThat(text(run("lesion", named + metric + " --trials rest --circular", null)))
                .contains("CIRCULAR");
        assertThat(text(run("lesion", named + metric, "no one was here\nit is late")))
                .doesNotContain("CIRCULAR");
        String last = table.units().get(table.top(table.units().size()).get(30)).name();
        assertThat(text(run("lesion", last + metric + " --trials rest", null))).doesNotContain("CIRCULAR");
    }

    /** Java and a map of differences name units as a magic does. */
    @Test
    void nothingElseThatNamesUnitsIsForgottenEither() throws Exception {
        session.variables.remove("loc");
        String metric = " --metric \"logit('a') - logit('e')\" --controls 9 --off-target none --trials rest";
        PopulationMap map = (PopulationMap) run("population", "rest_rec --by condition --diff animal,thing", null);
        String farthest = map.peaks(1).get(0).unit().name();
        assertThatThrownBy(() -> run("lesion", farthest + metric, null)).hasMessageContaining(REFUSED);

        Recording rest = (Recording) session.variables.get("rest_rec");
        Selectivity java = Selectivity.of(Responses.of(rest)).by("condition");
        String tenth = java.units().get(java.top(10).get(9)).name();
        assertThatThrownBy(() -> run("lesion", tenth + metric, null)).hasMessageContaining(REFUSED);
    }

    @Test
    void whatWasFoundIsClampedHookedAndRecordedByItsVariable() throws Exception {
        assertThat(text(run("clamp", "@loc=0 --new 0 --trials rest", null))).doesNotContain("CIRCULAR");
        assertThatThrownBy(() -> run("clamp", "@loc=0 --new 0 --trials own", null))
                .hasMessageContaining(REFUSED);
        run("hook", "loc @loc", null);
        assertThatThrownBy(() -> run("lesion", "@loc --controls 4 --off-target none --trials own", null))
                .hasMessageContaining(REFUSED);
        Recording again = (Recording) run("record", "--at @loc --pool event --trials rest", null);
        assertThat(Responses.of(again).units()).hasSize(found.chosen().size());
    }

    @Test
    void aVariableWithUnitsIsToldFromASelector() {
        assertThatThrownBy(() -> run("lesion", "loc --metric kl", PAIRS))
                .hasMessage("'loc' is a Java variable with units, and a selector is asked for.\nTry: @loc");
    }

    @Test
    void theyAreKnownAgainHoweverOneComesToThem(@TempDir Path folder) throws Exception {
        String ask = " --by condition --permutations 99";
        Recording recording = (Recording) session.variables.get("rec");
        session.variables.put("mine", Responses.of(recording).units(found.chosen()));
        session.variables.put(
                "some", Responses.of(recording).units(found.chosen().subList(0, 2)));
        assertThatThrownBy(() -> run("selectivity", "mine" + ask, null)).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> run("selectivity", "some" + ask, null)).hasMessageContaining(REFUSED);
        assertThatThrownBy(() -> run("selectivity", "rec --at " + unit() + ask, null))
                .hasMessageContaining(REFUSED);
        run("hook", "mine " + unit(), null);
        assertThatThrownBy(() -> run("selectivity", "rec --at @mine" + ask, null))
                .hasMessageContaining(REFUSED);
        session.variables.put("set", found.set());
        assertThatThrownBy(() -> run("selectivity", "rec --at @set" + ask, null))
                .hasMessageContaining(REFUSED);

        run("save", "rec '" + folder.resolve("kept.pclamp") + "'", null);
        session.variables.put("kept", run("load", "'" + folder.resolve("kept.pclamp") + "'", null));
        assertThatThrownBy(() -> run("selectivity", "kept --at @loc" + ask, null))
                .hasMessageContaining(REFUSED);

        // other columns, other order, fewer trials: still the stimuli that selected
        Trials own = found.split().s();
        List<Trials.Item> renamed = own.items().subList(1, own.count()).stream()
                .map(i -> new Trials.Item(i.prompt(), renamed(i.columns()), i.event()))
                .toList();
        session.variables.put("renamed", new Trials(renamed));
        session.variables.put("again", run("record", "--at L*.mlp.neurons --pool event --trials renamed", null));
        assertThatThrownBy(() -> run("selectivity", "again --at @loc --by kind --permutations 99", null))
                .hasMessageContaining(REFUSED);
    }

    private static Map<String, String> renamed(Map<String, String> columns) {
        Map<String, String> other = new LinkedHashMap<>();
        other.put("kind", columns.get("condition"));
        return other;
    }

    @Test
    void onOtherStimuliTheyAreRead() throws Exception {
        session.variables.put("late", run("record", "--at L*.mlp.neurons --pool event --trials rest", null));
        String text = text(run("selectivity", "late --at @loc --by condition --permutations 99", null));
        assertThat(text).doesNotContain("CIRCULAR");
        Recording recording = (Recording) session.variables.get("rec");
        session.variables.put("t", Responses.of(recording).trials(found.split().tNumbers()));
        assertThat(text(run("tuning", "t --over number --unit " + unit(), null)))
                .doesNotContain("CIRCULAR");
        assertThat(text(run("selectivity", "rec --by condition --permutations 99", null)))
                .doesNotContain("CIRCULAR");
        // a choice of trials by an expression counts as made
        assertThatThrownBy(() -> run("epochs", "tok --at @loc --window 0..0 --where \"number > 0\"", null))
                .hasMessageContaining(REFUSED);
    }

    @Test
    void aLesionKnowsThemByTheirNumbersToo() throws Exception {
        String own = " --trials own";
        for (String line : List.of(
                unit() + " --controls 4 --off-target none",
                "@loc --controls 4 --off-target none",
                unit() + " --each unit",
                "@loc --each unit")) {
            assertThatThrownBy(() -> run("lesion", line + own, null)).as(line).hasMessageContaining(REFUSED);
            assertThat(text(run("lesion", line + own + " --circular", null)))
                    .as(line)
                    .contains("CIRCULAR");
            assertThat(text(run("lesion", line + " --trials rest", null)))
                    .as(line)
                    .doesNotContain("CIRCULAR");
        }
        assertThatThrownBy(() -> run("clamp", unit() + "=0 --new 0" + own, null))
                .hasMessageContaining(REFUSED);
        assertThat(text(run("clamp", unit() + "=0 --new 0 --circular" + own, null)))
                .contains("Warning: CIRCULAR");
        assertThatThrownBy(() -> run("inject", unit() + "+=2 --new 0 --random 2" + own, null))
                .hasMessageContaining(REFUSED);
    }

    @Test
    void theStampStaysWithEpochsThatAreKept() throws Exception {
        session.variables.put("ep", run("epochs", "tok --window 0..0 --at @loc --circular", null));
        Epochs epochs = (Epochs) session.variables.get("ep");
        session.variables.remove("loc");
        assertThat(epochs.provenance().details()).containsKey("CIRCULAR");
        assertThat(text(run("correlations", "ep2 --by condition --permutations 9", kept(epochs))))
                .contains("CIRCULAR: shown on stimuli they were chosen by");
    }

    private String kept(Epochs epochs) {
        session.variables.put("ep2", epochs.at(0));
        return null;
    }

    @Test
    void minimalPairsAreCheckedByAMagic() throws Exception {
        String text = text(run("epochs", "tok --window -3..0 --pairs template", null));
        assertThat(text).contains("Minimal pairs by 'template'. ").containsPattern("(Exact|Not exact): [0-9]+ tokens");
        session.variables.put("single", run("record", "--at L0.mlp.neurons --batch 1", PAIRS));
        assertThat(text(run("epochs", "single --window -3..0 --pairs template", null)))
                .contains("Minimal pairs by 'template'. Exact: ");
        assertThatThrownBy(() -> run("epochs", "tok --window -3..0 --pairs condition", null))
                .hasMessageContaining("A pair is two trials, and condition 'animal' has 6.");
    }

    @Test
    void itemsOfSeveralTrialsCountOnceInShattering() throws Exception {
        StringBuilder body = new StringBuilder("prompt | cell | item | half\n");
        for (int i = 0; i < 48; i++) {
            body.append("the ")
                    .append((char) ('a' + i % 26))
                    .append(i)
                    .append(" is [[here]] | ")
                    .append((char) ('a' + i % 4))
                    .append(" | i")
                    .append(i % 4 + 4 * (i / 8))
                    .append(" | ")
                    .append(i % 2)
                    .append('\n');
        }
        session.variables.put("many", run("record", "--at L0.mlp.neurons --pool event", body.toString()));
        String shattering = "many --by cell --permutations 3 --group prompt";
        assertThat(text(run("shattering", shattering, null))).contains("n: a 12, b 12, c 12, d 12");
        assertThat(text(run("shattering", shattering + " --item item", null))).contains("n: a 6, b 6, c 6, d 6");
        assertThatThrownBy(() -> run("shattering", shattering + " --item half", null))
                .hasMessageContaining("of 'half' is 'a' and 'c' in 'cell'.");
    }

    private Object run(String name, String line, String body) throws Exception {
        return magics.run(name, line, Optional.ofNullable(body), session);
    }

    private static String text(Object value) {
        return (String) Views.of(value).orElseThrow().data().get("text/plain");
    }
}
