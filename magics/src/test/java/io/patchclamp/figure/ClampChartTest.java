package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import io.patchclamp.edit.Receipt;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Localizer;
import io.patchclamp.metric.Metric;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What forcing units did, and which units were found to be forced. */
class ClampChartTest {
    /** Effects of {@code slope} for each unit of current, and noise. */
    private static ClampEffect effect(int trials, IntToDoubleFunction current, double slope) {
        Random random = new Random(4);
        List<ClampEffect.Row> rows = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            double moved = current.applyAsDouble(t);
            double baseline = random.nextGaussian();
            double change = slope == 0 ? 0 : slope * moved + 0.3 * random.nextGaussian();
            rows.add(new ClampEffect.Row(
                    new Trials.Item("p" + t, Map.of(), Optional.empty()),
                    baseline,
                    baseline + change,
                    change,
                    List.of(new Receipt.Current("L1.mlp.neurons", 3, 2 - moved, 2, moved, 4)),
                    List.of(),
                    List.of(),
                    "",
                    ""));
        }
        return new ClampEffect(
                new Provenance("made up", "", "", "", "", "f32", Map.of()),
                Metric.parse("entropy"),
                List.of("L1.mlp.neurons[3]=2.0"),
                rows,
                List.of());
    }

    @Test
    void aClampIsDrawnOverItsCurrent() throws Exception {
        Random random = new Random(5);
        Figure figure = ClampChart.of(effect(40, t -> 2.5 + random.nextGaussian(), -0.4))
                .orElseThrow();
        Looked.at("clamp", figure);
        assertThat(figure.caption())
                .contains("across: what it was moved by while the prompt was read")
                .contains(
                        "Mean effect -0.945 (95 % t interval -1.13 to -0.762); without the edit the mean is 0.259 nats.");
        assertThat(new Picture(figure).has(PlotArea.COLOURS[0])).isTrue();
    }

    @Test
    void whatIsTheSameInAllTrialsIsNoAxis() throws Exception {
        Figure figure = ClampChart.of(effect(40, t -> 1.5, -0.4)).orElseThrow();
        Looked.at("inject", figure);
        assertThat(figure.caption()).contains("across: the metric without the edit");
    }

    @Test
    void whatDidNothingAndWhatWasAskedOfFewTrialsHasNoPicture() {
        assertThat(ClampChart.of(effect(12, t -> 1.5 + t, 0))).isEmpty();
        assertThat(ClampChart.of(effect(2, t -> 1.5 + t, 1))).isEmpty();
    }

    @Test
    void unitsOfALocalizerAreShownOnTheHalfThatDidNotChoose() throws Exception {
        Localization found = Localizer.on(Populations.growing(120, 4, 256))
                .by("number")
                .split(List.of("noun"), .5)
                .top(.05)
                .find();
        Figure figure = LocalizerChart.of(found);
        Looked.at("localizer", figure);
        assertThat(figure.caption())
                .contains("Coloured: the 51 of 1,024 with the largest t on S")
                .contains(String.format(java.util.Locale.ROOT, "Dice of the top units %.2f", found.dice()));
        assertThat(figure.text().lines().filter(l -> l.startsWith("  L"))).hasSize(10);
        assertThat(new Picture(figure).has(PlotArea.COLOURS[1])).isTrue();
    }
}
