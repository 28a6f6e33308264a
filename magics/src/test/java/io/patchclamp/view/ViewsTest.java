package io.patchclamp.view;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Receipt;
import io.patchclamp.figure.HeatMap;
import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;
import io.patchclamp.lesion.UnitSet;
import io.patchclamp.magic.FakeModel;
import io.patchclamp.magic.Help;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.ParameterReport;
import io.patchclamp.magic.Recordings;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.ParameterCount;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.Selection;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;
import io.patchclamp.model.VocabularyUse.Passage;
import io.patchclamp.phantom.Phantom;
import io.patchclamp.sweep.Cell;
import io.patchclamp.sweep.LesionEffect;
import io.patchclamp.trial.Trials;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

class ViewsTest {
    private final Model model = new FakeModel("tiny");

    @Test
    void aModelIsACard() throws Exception {
        Golden.check("model", model);
    }

    @Test
    void modulesAreATreeWithShapes() throws Exception {
        Golden.check("modules", model.modules().filter("model.layers.*.mlp"));
    }

    @Test
    void parametersAreCountedByFormulaAndAsLoaded() throws Exception {
        ParameterCount count = ParameterCount.of(model.modules());
        Golden.check("parameters", new ParameterReport("tiny", count, Optional.of(count.compare(model.weights()))));
        Golden.check("parameters-alone", new ParameterReport("tiny", count, Optional.empty()));
    }

    @Test
    void vocabulariesAreColumns() throws Exception {
        List<SampleText> texts = List.of(SampleText.given("ab"), new SampleText("<b>", "词", "a & b"));
        VocabularyUse known = new VocabularyUse(
                "known",
                "tokenizer.json",
                49_150,
                49_152,
                28_311_552,
                134_515_008,
                true,
                List.of(new Passage("text", 1, 2, 2, true), new Passage("<b>", 3, 3, 1, true)));
        VocabularyUse alone = new VocabularyUse(
                "alone",
                "gguf:llama",
                1_001,
                1_001,
                0,
                0,
                false,
                List.of(new Passage("text", 0, 2, 2, false), new Passage("<b>", 1, 3, 1, true)));
        Golden.check("vocabularies", new VocabularyComparison(texts, List.of(known, alone)));
        Golden.check("vocabulary", VocabularyComparison.of(List.of(model), List.of(SampleText.given("a b"))));
    }

    @Test
    void tokensAreAStripWithTheirIds() throws Exception {
        Golden.check("tokens", model.tokenizer().encode("<b>a & b</b>\n\"'"));
        Golden.check("no-tokens", model.tokenizer().encode(""));
    }

    @Test
    void aSelectionShowsSitesShapesUnitsAndCost() throws Exception {
        Golden.check("selection", model.select("L*.mlp.neurons[0..2,7]+, L1.attn.pattern, model.layers.0.mlp"));
    }

    @Test
    void aSetOfUnitsIsATableAndSaysWhatItWasChosenBy() {
        Selection where = model.select("L0..1.mlp.neurons[1,3..5]");
        assertThat(plain(UnitSet.named(where)))
                .contains("8 units: L0..1.mlp.neurons[1,3..5]")
                .contains("named without looking at responses");
        assertThat(plain(new UnitSet("found", where, Trials.of("a", "b").items(), Optional.empty())))
                .contains("8 units: found")
                .contains("chosen by the responses to 2 stimuli, on which it may not be tested");
    }

    @Test
    void thePlantedUnitsOfAPhantomAreATable() {
        assertThat(plain(Phantom.of("phantom:selective").truth()))
                .contains("7 planted units at **.mlp.neurons")
                .contains("selective  causal")
                .contains("all other units of these sites are null");
    }

    @Test
    void roundOffPutsNoLesionBeforeAnother() {
        float[] effects = {0, 0, 1e-7f, -2e-7f, 0.5f, 0.5f, Float.NaN, Float.NaN, -3e-6f, -1e-6f};
        List<Cell> cells = IntStream.range(0, 5)
                .mapToObj(u -> new Cell("unit" + u, 0, u, -1, List.of()))
                .toList();
        LesionEffect effect = new LesionEffect(
                model.provenance(),
                Metric.parse("entropy"),
                Trials.of("one text", "another"),
                cells,
                NamedArray.of(List.of("trial"), new int[] {2}, new float[2]),
                NamedArray.of(List.of("cell", "trial"), new int[] {5, 2}, effects),
                List.of());
        assertThat(plain(effect)).containsSubsequence("most", "unit2", "unit0", "unit1", "unit4", "unit3");
    }

    private static String plain(Object value) {
        return String.valueOf(Views.of(value).orElseThrow().data().get("text/plain"));
    }

    @Test
    void aRecordingShowsWhereWhatAndHowManyPasses() throws Exception {
        Golden.check("recording", Recordings.of(model, "L1.mlp.neurons[2..4], L0.attn.z", "ab <c>", "xy"));
    }

    @Test
    void aGenerationShowsEachTokensProbability() throws Exception {
        Trials.Item item = new Trials.Item("ab", Map.of("condition", "<new>"), Optional.empty());
        List<Candidate> top = List.of(new Candidate(99, "c", 0.75), new Candidate(60, "<", 0.00001));
        GeneratedTrial trial = new GeneratedTrial(
                item,
                model.tokenizer().encode("ab"),
                List.of(new GeneratedToken(99, "c", Math.log(0.75), top), new GeneratedToken(60, "<", -11.5, top)),
                "c<",
                true,
                2);
        Golden.check("generation", new Generation(model.provenance().with("new tokens", "2"), List.of(trial)));
    }

    @Test
    void aClampShowsEffectCurrentAndText() throws Exception {
        List<Candidate> top = List.of(new Candidate(99, "c", 0.75), new Candidate(60, "<", 0.2));
        ClampEffect.Row row = new ClampEffect.Row(
                new Trials.Item("ab", Map.of("kind", "x"), Optional.empty()),
                0,
                0.25,
                0.25,
                List.of(new Receipt.Current("L1.mlp.neurons", 3, -1.5, 2, 3.5, 2)),
                top,
                top,
                " <before>",
                "after");
        Golden.check(
                "clamp",
                new ClampEffect(
                        model.provenance().with("metric", "kl"),
                        Metric.parse("kl"),
                        List.of("L1.mlp.neurons[3]=2.0"),
                        List.of(row),
                        List.of(new Receipt(
                                "L1.mlp.neurons[3]=2.0",
                                2,
                                2,
                                2,
                                2.25,
                                4.95,
                                2,
                                2,
                                List.of(),
                                List.of("holds at no token in 1 of 2 trials")))));
    }

    @Test
    void anArrayShowsAxesExtremesAndItsFirstCorner() throws Exception {
        float[] data = new float[2 * 7 * 10];
        for (int i = 0; i < data.length; i++) {
            data[i] = i == 3 ? Float.NaN : (i - 50) / 8f;
        }
        Golden.check("array", NamedArray.of(List.of("trial", "token", "unit"), new int[] {2, 7, 10}, data));
        Golden.check("scalar", NamedArray.of(List.of(), new int[] {}, new float[] {1e-7f}));
    }

    @Test
    void aTableShowsHeadTailAndTypes() throws Exception {
        Golden.check("table", table(40));
        Golden.check("small-table", table(2));
    }

    @Test
    void helpShowsSynopsisOptionsExampleAndJava() throws Exception {
        Golden.check("help", new Help(Magics.standard().spec("record").orElseThrow()));
    }

    @Test
    void pictureFormsCarryTheSizeTheyAreShownAt() throws Exception {
        Bundle image =
                Views.of(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB)).orElseThrow();
        XYChart chart =
                new XYChartBuilder().width(200).height(100).title("evoked").build();
        chart.addSeries("mean", new double[] {1, 2}, new double[] {3, 4});
        Bundle drawn = Views.of(chart).orElseThrow();
        Bundle figure = Views.of(
                        HeatMap.of(NamedArray.of(List.of("token", "unit"), new int[] {1, 2}, new float[] {1, -1}))
                                .render())
                .orElseThrow();

        assertThat(image.metadata()).containsEntry("image/png", Map.of("width", 30, "height", 20));
        assertThat(image.data()).containsEntry("text/plain", "Picture of 30 × 20 pixels");
        assertThat(drawn.metadata()).containsEntry("image/png", Map.of("width", 200, "height", 100));
        assertThat(drawn.data()).containsEntry("text/plain", "Chart: evoked\nseries: mean");
        assertThat(width(drawn)).isEqualTo(400);
        assertThat((String) figure.data().get("text/plain")).contains("2 units");
        assertThat(width(figure))
                .isEqualTo(2 * (int) figure.metadata().get("image/png").get("width"));
    }

    @Test
    void aValueWithoutAViewHasNone() {
        assertThat(Views.of(3)).isEmpty();
        assertThat(Views.of(null)).isEmpty();
        assertThat(Views.of("text")).isEmpty();
    }

    @Test
    void aBrokenViewFallsBackToTextWithANote() throws Exception {
        Golden.check("broken", new Broken());
    }

    @Test
    void aLongResultIsCutAndSaysSo() {
        List<List<String>> rows = IntStream.range(0, 1000)
                .mapToObj(i -> List.of(String.valueOf(i)))
                .toList();
        String text = text(Part.grid(List.of("n"), rows));
        String strip = text(new Part.Strip(Collections.nCopies(5000, new Part.Chip("x", "", "", 0))));

        assertThat(text.lines()).hasSize(Capped.ROWS + 3);
        assertThat(text).contains("999").endsWith("1,000 rows, 940 of them not shown");
        assertThat(strip).endsWith("… and 4,600 more tokens");
        assertThat(text(Part.preformatted("x".repeat(30_000)))).endsWith("… and 10,000 more characters");
    }

    @Test
    void numbersReadTheSameEverywhere() {
        assertThat(Quantity.count(134515008)).isEqualTo("134,515,008");
        assertThat(Quantity.bytes(98_362_432)).isEqualTo("98.4 MB");
        assertThat(Quantity.bytes(999)).isEqualTo("999 B");
        assertThat(Quantity.bytes(1_000)).isEqualTo("1.00 kB");
        assertThat(Quantity.real(-0.84119)).isEqualTo("-0.8412");
        assertThat(Quantity.real(1234.56)).isEqualTo("1235");
        assertThat(Quantity.real(1.25e-7)).isEqualTo("1.250e-07");
        assertThat(Quantity.real(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
        assertThat(Quantity.probability(0.00001)).isEqualTo("1.0e-05");
        assertThat(Quantity.shortened("ab😀cd", 4)).isEqualTo("ab…");
    }

    private static final class Broken implements Viewable {
        @Override
        public Part view() {
            throw new IllegalStateException("no view <today>");
        }

        @Override
        public String toString() {
            return "a broken <thing>";
        }
    }

    private static int width(Bundle bundle) throws Exception {
        return ImageIO.read(new ByteArrayInputStream((byte[]) bundle.data().get("image/png")))
                .getWidth();
    }

    private static String text(Part part) {
        return (String) Views.of(part).orElseThrow().data().get("text/plain");
    }

    private static Table table(int rows) {
        IntColumn number = IntColumn.create("n");
        DoubleColumn real = DoubleColumn.create("x");
        StringColumn text = StringColumn.create("<text>");
        for (int i = 0; i < rows; i++) {
            number.append(i);
            if (i == 1) {
                real.appendMissing();
            } else {
                real.append(i / 3.0);
            }
            text.append(i == 0 ? "<b>" : "row " + i);
        }
        return Table.create("numbers", number, real, text);
    }
}
