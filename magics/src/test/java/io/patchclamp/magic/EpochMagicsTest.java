package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Raster;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Window;
import io.patchclamp.figure.Evokings;
import io.patchclamp.lesion.Localization;
import io.patchclamp.record.Recording;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** {@code %evoked}, {@code %raster}, {@code %tuning} and {@code %population}. */
class EpochMagicsTest {
    private static final String UNIT = "L1.mlp.neurons[1]";

    private final Magics magics = Magics.standard((reference, options, progress) -> new FakeModel(reference));
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void recordSomething() {
        Recording recording = Evokings.recording(24, 2, 3);
        session.variables.put("rec", recording);
        session.variables.put("ep", Epochs.of(recording, Window.eventFirst(-3, 2)));
        session.variables.put(
                "resp", Epochs.of(recording, Window.eventFirst(0, 0)).at(0));
    }

    private Object run(String name, String line) throws Exception {
        return magics.run(name, line, Optional.empty(), session);
    }

    private String html(Object value) {
        return String.valueOf(Views.of(value).orElseThrow().data().get("text/html"));
    }

    @Test
    void evokedAveragesByConditionAndTestsADifference() throws Exception {
        Evoked evoked = (Evoked) run("evoked", "rec --unit " + UNIT + " --by cond --diff city,name --window -4..3");

        assertThat(evoked.lines()).extracting(Evoked.Line::condition).containsExactly("city", "name");
        assertThat(evoked.alignment()).isEqualTo(Window.eventLast(-4, 3));
        assertThat(html(evoked))
                .contains("data:image/png")
                .contains("does not say from where to where")
                .contains("unit of analysis: item")
                .contains("seed 1");
        Evoked paired = (Evoked) run(
                "evoked",
                "ep --unit " + UNIT
                        + " --by cond --diff city,name --pair pair --where \"len &lt; 8\"".replace("&lt;", "<"));
        assertThat(paired.difference().orElseThrow().pairedBy()).isEqualTo("pair");
        assertThat(paired.difference()
                        .orElseThrow()
                        .clusters()
                        .orElseThrow()
                        .basis()
                        .n())
                .containsEntry("pairs", 12);
    }

    @Test
    void rasterTuningAndPopulationAreTheEnginesResults() throws Exception {
        Raster raster =
                (Raster) run("raster", "rec --unit " + UNIT + " --by cond --sort len --threshold 2 --align first");
        assertThat(raster.threshold()).isEqualTo(2);
        assertThat(raster.evoked().alignment()).isEqualTo(Window.eventFirst(-5, 3));
        assertThat(html(raster)).contains("trials from top to bottom");

        Tuning tuning = (Tuning) run("tuning", "rec --over len --unit " + UNIT + " --offset 1 --bins 4");
        assertThat(tuning.points()).hasSize(4);
        assertThat(html(tuning))
                .contains("one-way ANOVA: F(")
                .contains("Spearman correlation")
                .contains("η²");
        assertThat(((Tuning) run("tuning", "resp --over cond --unit " + UNIT)).points())
                .hasSize(2);

        PopulationMap map = (PopulationMap) run("population", "rec --by cond --diff city,name");
        assertThat(map.layers()).hasSize(2);
        assertThat(map.peaks(1).get(0).unit().index()).isEqualTo(1);
        assertThat(html(map)).contains("none is tested");
        assertThat(((PopulationMap) run("population", "resp")).what()).isEqualTo("mean over trials");
    }

    @Test
    void aUnitIsAskedForByAnySelectorAndSeveralArePooled() throws Exception {
        run("model", "one");
        Recording wide = Evokings.recording(24, 2, 12);
        session.variables.put("rec", wide);
        session.variables.put("ep", Epochs.of(wide, Window.eventFirst(-3, 2)));
        session.variables.put("resp", Epochs.of(wide, Window.eventFirst(0, 0)).at(0));
        Evoked alone = (Evoked) run("evoked", "rec --unit model.layers.1.mlp.down_proj[1]:in --by cond");
        assertThat(alone.unit().name()).isEqualTo(UNIT);
        assertThat(alone.lines()).isEqualTo(((Evoked) run("evoked", "rec --unit " + UNIT + " --by cond")).lines());

        Evoked pooled =
                (Evoked) run("evoked", "rec --unit L*.mlp.neurons[0..2] --by cond --diff city-name --pair pair");
        assertThat(pooled.unit().name()).isEqualTo("mean of 6 units (L*.mlp.neurons[0..2])");
        assertThat(pooled.difference().orElseThrow().first()).isEqualTo("city");
        assertThat(pooled.provenance().details()).containsEntry("units pooled", "mean of 6 units");
        assertThat(html(pooled)).contains("mean of 6 units (L*.mlp.neurons[0..2])");
        double sum = 0;
        for (int layer = 0; layer < 2; layer++) {
            for (int u = 0; u < 3; u++) {
                sum += ((Evoked) run("evoked", "rec --unit L" + layer + ".mlp.neurons[" + u + "] --by cond"))
                        .lines()
                        .get(0)
                        .points()
                        .get(5)
                        .mean();
            }
        }
        assertThat(pooled.lines().get(0).points().get(5).mean()).isCloseTo(sum / 6, within(1e-5));

        Evoked size = (Evoked) run("evoked", "ep --unit L1.mlp.neurons --pool rms");
        assertThat(size.unit().name()).isEqualTo("root mean square of 12 units (L1.mlp.neurons)");
        assertThat(size.lines().get(0).points()).allMatch(p -> p.mean() > 0);
        assertThat(((Raster) run("raster", "ep --unit L0.mlp.neurons[0,2]"))
                        .evoked()
                        .unit()
                        .name())
                .startsWith("mean of 2 units");
        assertThat(((Tuning) run("tuning", "resp --over len --unit L{0,1}.mlp.neurons[1]"))
                        .unit()
                        .name())
                .startsWith("mean of 2 units");
        assertThat(((PopulationMap) run("population", "rec --at L1.*.neurons")).layers())
                .hasSize(1);
    }

    @Test
    void unitsThatWereFoundAreNotShownOnTheStimuliTheyWereFoundBy() throws Exception {
        session.variables.put(
                "found", run("localize", "resp --by cond --contrast city,name --split pair --top 1 --permutations 99"));

        assertThatThrownBy(() -> run("evoked", "ep --unit @found --by cond --diff city,name"))
                .hasMessageContaining("trials are among those that 'city > name' was chosen by")
                .hasMessageContaining("--circular");
        assertThat(((Evoked) run("evoked", "ep --unit @found --by cond --circular"))
                        .unit()
                        .name())
                .isEqualTo("mean of 1 units (@found; CIRCULAR: shown on stimuli they were chosen by)");
        Epochs all = (Epochs) session.variables.get("ep");
        Localization found = (Localization) session.variables.get("found");
        session.variables.put("held", all.choose(found.split().tNumbers()));
        assertThat(((Evoked) run("evoked", "held --unit @found --by cond --diff city,name"))
                        .unit()
                        .name())
                .isEqualTo(UNIT);
    }

    @Test
    void epochsAreCutBaselinedAndScaledInOneLine() throws Exception {
        Epochs cut = (Epochs) run("epochs", "rec --at L1.mlp.neurons --window -3..2 --align first --baseline -3..-1");
        assertThat(cut.units()).hasSize(3);
        assertThat(cut.mean().toArray())
                .containsExactly(
                        Epochs.of((Recording) session.variables.get("rec"), Window.eventFirst(-3, 2), "L1.mlp.neurons")
                                .baseline(-3, -1)
                                .mean()
                                .toArray());
        assertThat(html(cut)).contains("trials that have each offset").contains("Each trial less its mean");

        Epochs scaled = (Epochs) run("epochs", "ep --zscore \"len < 4\" --where \"len >= 4\"");
        assertThat(scaled.notes()).contains("In standard deviations, fitted on len < 4 (12 trials).");
        assertThat(scaled.trials().items())
                .allMatch(i -> Integer.parseInt(i.columns().get("len")) >= 4);
        assertThat(html(scaled)).contains("12 not selected").contains("data:image/png");
    }

    @Test
    void aCurveOfTwoValuesSaysHowWellTheyAreToldApart() throws Exception {
        Tuning tuning = (Tuning) run("tuning", "resp --over cond --unit " + UNIT);

        assertThat(tuning.two().orElseThrow().auc().value()).isGreaterThan(0.8);
        assertThat(html(tuning)).contains("(DeLong)").contains("false alarms");
        assertThat(html(run("tuning", "resp --over len --unit " + UNIT))).doesNotContain("false alarms");
    }

    @Test
    void positionZeroIsKeptWhereItIsAskedFor() throws Exception {
        Evoked without = (Evoked) run("evoked", "rec --unit " + UNIT + " --window -6..0");
        Evoked with = (Evoked) run("evoked", "rec --unit " + UNIT + " --window -6..0 --keep-all");
        assertThat(without.lines().get(0).points().get(0).n()).isZero();
        assertThat(with.lines().get(0).points().get(0).mean()).isGreaterThan(70);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "evoked → rec → %evoked shows one unit, and the recording has several. → --unit L0.mlp.neurons[0]",
                "evoked → ep --unit L0.mlp.neurons[0] --window 0..1 → --window is for recordings, and 'ep' holds epochs,"
                        + " which are cut already. → %evoked without it, or the recording",
                "raster → rec --unit L0.mlp.neurons[0] --window 3 → --window '3' is no window. → --window -5..3",
                "evoked → rec --unit L0.mlp.neurons[0] --by cond --diff city → --diff 'city' of %evoked does not name two"
                        + " conditions. → --by cond --diff 'city,name'",
                "population → rec --diff a,b → --diff 'a,b' of %population needs the column they are in. →"
                        + " --by cond --diff 'city,name'",
                "tuning → rec --unit L0.mlp.neurons[0] → %tuning needs the column that is the parameter. →"
                        + " --over len, or another column of the trials",
            })
    void whatIsWrongIsSaid(String magic, String line, String what, String advice) {
        assertThatThrownBy(() -> run(magic, line)).hasMessage(what + "\nTry: " + advice);
    }
}
