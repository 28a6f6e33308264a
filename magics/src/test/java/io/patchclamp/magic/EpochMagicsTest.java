package io.patchclamp.magic;

import java.util.Optional;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Raster;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Window;
import io.patchclamp.figure.Evokings;
import io.patchclamp.record.Recording;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                .contains("one-way ANOVA: F = ")
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
                        + " conditions. → --by cond --diff a,b",
                "population → rec --diff a,b → --diff 'a,b' of %population needs the column they are in. →"
                        + " --by cond --diff a,b",
                "tuning → rec --unit L0.mlp.neurons[0] → %tuning needs the column that is the parameter. →"
                        + " --over len, or another column of the trials",
            })
    void whatIsWrongIsSaid(String magic, String line, String what, String advice) {
        assertThatThrownBy(() -> run(magic, line)).hasMessage(what + "\nTry: " + advice);
    }
}
