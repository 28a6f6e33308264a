package io.patchclamp.figure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import io.patchclamp.edit.Ablate;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Window;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Decoder;
import io.patchclamp.geometry.Generaliser;
import io.patchclamp.geometry.Pca;
import io.patchclamp.geometry.Rsa;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.lesion.Dissociation;
import io.patchclamp.lesion.Task;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Selection;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.PermutationTests;
import io.patchclamp.stats.Resampling;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Trials;
import io.patchclamp.view.Views;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadoutChartTest {
    private final Responses responses = Populations.growing(80, 12, 24);
    private final Epochs epochs = Epochs.of(Evokings.recording(60, 3, 12), Window.eventFirst(-3, 3), "L1.mlp.neurons");

    @Test
    void geometriesAreDrawnPlaceByPlaceBesideTheirNull() throws Exception {
        Figure ccgp = ReadoutChart.of(Abstraction.of(responses, "number", "tense", Shuffling.of(60, 0)));
        Looked.at("ccgp", ccgp);
        Figure cuts = ReadoutChart.of(
                Shattering.of(responses, "cell", Shuffling.of(20, 0).group("noun")));
        Looked.at("shattering", cuts);

        assertThat(ccgp.caption())
                .contains("each cell was turned in its own way")
                .contains("against the best of all 12 in each");
        assertThat(ccgp.text()).contains("best L");
        assertThat(cuts.caption()).contains("the mean over 3 balanced dichotomies, each a pale ring");
        assertThat(png(Abstraction.of(responses, "number", "tense", Shuffling.of(9, 0))))
                .contains("data:image/png;base64,");
    }

    @Test
    void offsetsStandOnTheAxisAndSitesByOffsetsAreAMap() throws Exception {
        Decoded over = Decoder.of(epochs, "cond").group("pair").permutations(60).run();
        Looked.at("decoding-offsets", DecodingChart.of(over));
        Epochs several = Epochs.of(Evokings.recording(60, 8, 6), Window.eventFirst(-3, 3));
        Figure map = DecodingChart.of(
                Decoder.of(several, "cond").group("pair").permutations(40).run());
        Looked.at("decoding-map", map);
        Looked.at(
                "generalisation-offsets",
                SquareChart.of(Generaliser.of(epochs, "cond")
                        .group("pair")
                        .permutations(60)
                        .run()));
        Figure path = PcaChart.of(Pca.of(epochs).by("cond").group("pair").run());
        Looked.at("pca-offsets", path);
        Looked.at(
                "rdm-offsets",
                RdmChart.of(Rsa.of(epochs, "len")
                        .model("len")
                        .group("prompt")
                        .permutations(99)
                        .run()));

        assertThat(DecodingChart.of(over).caption()).contains("the best of 7 offsets");
        assertThat(map.caption()).contains("against the best of all 56 cells");
        assertThat(path.caption()).contains("○ offset -3, ■ offset 3, the larger ● the event");
    }

    @Test
    void aDissociationIsDrawnAsCrossedLines() throws Exception {
        Dissociated crossed = dissociated("logit(\" a\")", 1);
        Looked.at("dissociation", DissociationChart.of(crossed));
        Figure apart = DissociationChart.of(dissociated("loss", 1));
        Looked.at("dissociation-units", apart);
        Figure none = DissociationChart.of(dissociated("logit(\" a\")", -1));
        Looked.at("dissociation-none", none);

        assertThat(DissociationChart.of(crossed).caption()).contains("Interaction of lesion and task: p < .001");
        assertThat(png(crossed)).contains("data:image/png;base64,");
        assertThat(none.text()).contains("means: -1.894 -0.3689");
    }

    private static Dissociated dissociated(String second, int cross) {
        Random random = new Random(4);
        Provenance made = new Provenance("made up", "", "", "", "", "f32", Map.of());
        Trials trials = Trials.of(IntStream.range(0, 24).mapToObj(i -> "t" + i).toArray(String[]::new));
        List<Task> tasks = List.of(
                new Task("agreement", trials, Metric.parse("logit(\" a\")")),
                new Task("addition", trials, Metric.parse(second)));
        UnitSet a = new UnitSet("language units", new Selection("a", List.of()), List.of(), Optional.empty());
        UnitSet b = new UnitSet("number units", new Selection("b", List.of()), List.of(), Optional.empty());
        double[] means = {-2, -0.5, cross > 0 ? -0.4 : -1.8, cross > 0 ? -1.7 : -0.6};
        List<List<Double>> effects = IntStream.range(0, 4)
                .mapToObj(i -> IntStream.range(0, 24)
                        .mapToObj(t -> means[i] + 0.5 * random.nextGaussian())
                        .toList())
                .toList();
        double[][] d = {difference(effects, 0), difference(effects, 2)};
        Resampling draws = Resampling.of(1);
        return new Dissociated(
                made,
                new Dissociation(a, b, Ablate.Mode.ZERO),
                tasks,
                effects,
                PermutationTests.interactionBetween(d[0], d[1], Tail.TWO_SIDED, draws),
                List.of(
                        PermutationTests.signFlips(d[0], Tail.TWO_SIDED, draws),
                        PermutationTests.signFlips(d[1], Tail.TWO_SIDED, draws)),
                cross > 0,
                List.of());
    }

    private static double[] difference(List<List<Double>> effects, int from) {
        return IntStream.range(0, 24)
                .mapToDouble(
                        t -> effects.get(from).get(t) - effects.get(from + 1).get(t))
                .toArray();
    }

    private static String png(Object value) {
        return String.valueOf(Views.of(value).orElseThrow().data().get("text/html"));
    }
}
