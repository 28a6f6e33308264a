package io.patchclamp.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.patchclamp.Patchclamp;
import io.patchclamp.array.NamedArray;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.ReceptiveField.Exemplar;
import io.patchclamp.geometry.ReceptiveField.Near;
import io.patchclamp.geometry.ReceptiveField.Shown;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.Cell;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.sweep.Lesions;
import io.patchclamp.sweep.PatchGrid;
import io.patchclamp.sweep.PathEffect;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Maps of effects, and what a unit answers to: pictures that say what they are. */
class EffectChartTest {
    private static final Provenance MADE = new Provenance("m", "m", "abc", "f32", "t", "f32", Map.of());
    private static final Metric METRIC = Metric.parse("logit(\" Paris\") - logit(\" Rome\")");
    private final Random random = new Random(3);

    private NamedArray numbers(List<String> axes, boolean holes, int... shape) {
        float[] all = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < all.length; i++) {
            all[i] = holes && i % shape[shape.length - 1] > i / shape[shape.length - 1]
                    ? Float.NaN
                    : (float) random.nextGaussian();
        }
        return NamedArray.of(axes, shape, all);
    }

    private static NamedArray all(int n, float value) {
        float[] numbers = new float[n];
        java.util.Arrays.fill(numbers, value);
        return NamedArray.of(List.of("trial"), new int[] {n}, numbers);
    }

    private static Trials trials(int n) {
        return Trials.of(IntStream.range(0, n).mapToObj(i -> "text " + i).toArray(String[]::new));
    }

    private PatchGrid grid(int layers, int tokens, String name) {
        List<Cell> cells = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            for (int t = 0; t < tokens; t++) {
                cells.add(new Cell("L" + l + ", token " + t, l, -1, t, List.of()));
            }
        }
        return new PatchGrid(
                MADE,
                METRIC,
                trials(3),
                "resid_pre",
                IntStream.range(0, tokens).mapToObj(t -> t + " " + name).toList(),
                cells,
                all(3, 2.5f),
                all(3, -1.25f),
                numbers(List.of("layer", "token"), false, layers, tokens),
                numbers(List.of("trial", "layer", "token"), false, 3, layers, tokens),
                List.of());
    }

    private PathEffect paths(int senders, int receivers, String name) {
        return new PathEffect(
                MADE,
                METRIC,
                trials(1),
                IntStream.range(0, senders)
                        .mapToObj(s -> new PathEffect.End("L" + s / 9 + name + "[" + s % 9 + "]", s / 9, s % 9))
                        .toList(),
                IntStream.range(0, receivers)
                        .mapToObj(r -> new PathEffect.End("L" + r + ".mlp.out", r, -1))
                        .toList(),
                all(1, 2.5f),
                all(1, -1.25f),
                numbers(List.of("sender", "receiver"), receivers > 1, senders, receivers),
                numbers(List.of("trial", "sender", "receiver"), false, 1, senders, receivers),
                List.of());
    }

    @Test
    void aPatchingGridIsAPictureWithItsBaselinesAndItsUnits() throws Exception {
        Figure figure = EffectChart.of(grid(12, 9, "token"));
        Looked.at("patch", figure);
        assertThat(figure.caption())
                .contains("mean change of logit(\" Paris\") - logit(\" Rome\") (logits)")
                .contains("clean 2.5, corrupt −1.25 logits, mean over 3 pairs")
                .contains("In each cell: its share of the way from corrupt (0) to clean (1).");
        assertThat(figure.caption()).contains("Tokens as in the first pair.");
        Looked.at("patch-long", EffectChart.of(grid(30, 400, "internationalisation")));
        assertThat(EffectChart.of(grid(30, 400, "x")).caption())
                .doesNotContain("In each cell")
                .contains("1 by 3 cells (rows by columns) share one");
        Looked.at("patch-one", EffectChart.of(grid(1, 1, "x")));
        Looked.at("patch-two", EffectChart.of(grid(2, 3, "a very long name of a token that goes on")));
    }

    @Test
    void pathsAreAMapOfSendersAndReceiversOrOfLayersAndHeads() throws Exception {
        Figure two = EffectChart.of(paths(27, 6, ".attn.z"));
        Looked.at("paths", two);
        assertThat(two.caption()).contains("Grey: there is no path.").contains("mean over 1 pair.");
        Looked.at("paths-heads", EffectChart.of(paths(27, 1, ".attn.z")));
        Looked.at("paths-long", EffectChart.of(paths(27, 60, ".self_attn.o_proj:in of a module with a name")));
        Looked.at("paths-one", EffectChart.of(paths(1, 1, ".attn.z")));
        Looked.at("paths-many", EffectChart.of(paths(270, 40, ".attn.z")));
    }

    @Test
    void aSweepOfSeveralLayersIsAMapAndOneOfOneLayerIsNone() throws Exception {
        try (Model model =
                Patchclamp.load(Path.of("..", "engine", "src", "test", "resources", "parity", "llama-grouped")
                        .toString())) {
            LesionEffect heads = Lesions.on(model, model.select("L*.attn.z"))
                    .each(Lesions.Each.HEAD)
                    .run(Trials.of("The quick fox", "A dog"));
            Figure figure = EffectChart.of(heads).orElseThrow();
            Looked.at("sweep", figure);
            assertThat(figure.caption())
                    .contains("when that head alone is removed (zero)")
                    .contains("mean over 2 trials");
            assertThat(EffectChart.of(Lesions.on(model, model.select("L0.attn.z"))
                            .each(Lesions.Each.HEAD)
                            .run(Trials.of("The quick fox"))))
                    .isEmpty();
        }
    }

    private ReceptiveField field(int exemplars, int context, String word, double scale) {
        List<Exemplar> high = new ArrayList<>();
        for (int i = 0; i < exemplars; i++) {
            List<Shown> around = new ArrayList<>();
            int peak = Math.min(i, context);
            for (int t = 0; t <= peak + Math.min(3, context); t++) {
                around.add(new Shown(t, " " + word, t == 0 ? Double.NaN : scale * random.nextGaussian()));
            }
            high.add(new Exemplar(i, peak, scale * (3 - i / 10.0), around));
        }
        return new ReceptiveField(
                MADE,
                "L12.mlp.neurons[731]",
                high,
                high,
                all(4, 1),
                IntStream.range(0, exemplars)
                        .mapToObj(i -> new Near(word + i, 0.9 - i / 20.0))
                        .toList(),
                1.234,
                0.004,
                Basis.of(Map.of("trials", 60), "length", Tail.GREATER)
                        .drawn("length of the average; activations turned around within each trial, 999 times", 1));
    }

    @Test
    void aReceptiveFieldIsAPictureOfItsExemplarsAndOfTheTokensNearItsAverage() throws Exception {
        Figure figure = FieldChart.of(field(10, 8, "word", 1));
        Looked.at("field", figure);
        assertThat(figure.caption())
                .contains("at most once a trial")
                .contains("as long by chance: p = .004")
                .contains("999 times, seed 1");
        Looked.at("field-long", FieldChart.of(field(40, 8, "internationalisation", 1e-5)));
        assertThat(FieldChart.of(field(40, 8, "x", 1)).caption()).contains("20 of 40 are shown.");
        Looked.at("field-one", FieldChart.of(field(1, 0, "x", 0)));
        Looked.at("field-none", FieldChart.of(field(0, 0, "x", 1)));
    }
}
