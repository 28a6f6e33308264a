package io.patchclamp.figure;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Averaging;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Raster;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Unit;
import io.patchclamp.epoch.Window;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.trial.DropLog;
import io.patchclamp.trial.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures of epochs; what they say is checked here, how they look by looking: {@code -Dpatchclamp.pictures=FOLDER}. */
class EvokedFiguresTest {
    private static final String UNIT = "L1.mlp.neurons[1]";

    private static Epochs epochs(int trials) {
        return Epochs.of(Evokings.recording(trials, 2, 3), Window.eventLast(-4, 5));
    }

    @Test
    void anEvokedResponseSaysNBandsAndClusters() throws Exception {
        Figure figure = EvokedChart.of(Averaging.of(epochs(40))
                .unit(UNIT)
                .by("cond")
                .difference("city", "name")
                .evoked());
        Looked.at("evoked", figure);

        assertThat(figure.caption())
                .contains("95 % t interval over trials")
                .contains("position 0 and special and template tokens left out")
                .contains("40 of 40 trials kept")
                .contains("arrangements, seed 1);")
                .contains("does not say from where to where");
        assertThat(figure.text()).contains("city less name: from").contains("clusters: mass");
    }

    @Test
    void oneConditionOfFewTrialsIsDrawnToo() throws Exception {
        Figure figure =
                EvokedChart.of(Averaging.of(epochs(2)).unit(UNIT).by("cond").evoked());
        Looked.at("evoked-few", figure);
        assertThat(figure.caption()).contains("2 of 2 trials kept");
        Looked.at(
                "evoked-all", EvokedChart.of(Averaging.of(epochs(20)).unit(UNIT).evoked()));
    }

    @Test
    void conditionsOfARasterHaveTheColoursOfOtherPicturesAndManyAreNamedOnce() throws Exception {
        Figure figure = RasterChart.of(Raster.of(epochs(28), UNIT, "len", "", OptionalDouble.empty()));
        Looked.at("raster-seven", figure);
        Picture picture = new Picture(figure);

        assertThat(IntStream.range(0, 7).mapToObj(c -> PlotArea.COLOURS[c])).allMatch(picture::has);
        assertThat(figure.caption()).contains("rows by len (from the top as in the legend)");
    }

    @Test
    void moreConditionsThanHaveALookOfTheirOwnAreOneCrowd() throws Exception {
        Figure few =
                EvokedChart.of(Averaging.of(epochs(24)).unit(UNIT).by("pair").evoked());
        Figure many =
                EvokedChart.of(Averaging.of(epochs(120)).unit(UNIT).by("pair").evoked());
        Figure raster = RasterChart.of(Raster.of(epochs(120), UNIT, "pair", "", OptionalDouble.empty()));
        Looked.at("evoked-12", few);
        Looked.at("evoked-60", many);
        Looked.at("raster-60", raster);

        assertThat(EvokedChart.legend(
                        Averaging.of(epochs(24)).unit(UNIT).by("pair").evoked()))
                .hasSize(12);
        assertThat(EvokedChart.legend(
                        Averaging.of(epochs(120)).unit(UNIT).by("pair").evoked()))
                .extracting(Page.Entry::name)
                .containsExactly("60 conditions (n = 2 each)");
        assertThat(few.caption()).contains("bars beside their offset: 95 % t interval");
        assertThat(many.caption())
                .startsWith(
                        "Lines: mean over trials; one for each of 60 values of 'pair', too many to be told apart or to"
                                + " have intervals: a column with fewer values, or --where, names them;");
        assertThat(raster.caption())
                .contains("rows by pair (dark and pale in turn)")
                .contains("below: mean, one for each of 60 values of 'pair'");
        Picture picture = new Picture(many);
        assertThat(IntStream.of(0, 1, 2, 4).map(c -> PlotArea.COLOURS[c])).noneMatch(picture::has);
    }

    @Test
    void aShareOfTrialsIsNeverDrawnBelowZero() throws Exception {
        Figure none = RasterChart.of(Raster.of(epochs(40), UNIT, "cond", "", OptionalDouble.of(1e6)));
        Looked.at("raster-none", none);
        Figure some = RasterChart.of(Raster.of(epochs(40), UNIT, "cond", "", OptionalDouble.of(2)));
        assertThat(none.caption()).contains(", 0 ticks;");
        assertThat(RasterChart.shareLimits(List.of(List.of(share(0), share(0))))[1])
                .isGreaterThanOrEqualTo(1);
        assertThat(RasterChart.shareLimits(List.of(List.of(share(0), share(0))))[0])
                .isBetween(-.1, 0.);
        assertThat(RasterChart.shareLimits(List.of(List.of(share(.1), share(Double.NaN))))[1])
                .isBetween(.1, .2);
        assertThat(some.caption()).contains("ticks above 2 (as asked)");
    }

    private static Evoked.Point share(double mean) {
        return new Evoked.Point(0, 3, mean, Double.NaN, Double.NaN);
    }

    @Test
    void offsetsThatNoTrialHasAreSaidAndNotDrawn() throws Exception {
        Epochs wide = Epochs.of(Evokings.recording(20, 2, 3), Window.eventLast(-9, 12));
        Figure evoked = EvokedChart.of(Averaging.of(wide)
                .unit(UNIT)
                .by("cond")
                .difference("city", "name")
                .evoked());
        Figure raster = RasterChart.of(Raster.of(wide, UNIT, "cond", "", OptionalDouble.empty()));
        Looked.at("evoked-reached", evoked);
        Looked.at("raster-reached", raster);

        assertThat(evoked.caption()).contains("No trial has a number at offsets -9 to -6, nor at offsets 7 to 12.");
        assertThat(raster.caption()).contains("No trial has a number at offsets -9 to -6, nor at offsets 7 to 12.");
        assertThat(evoked.cssWidth()).isLessThan(800);
    }

    @Test
    void aRasterSaysItsThresholdAndOrder() throws Exception {
        Figure figure = RasterChart.of(Raster.of(epochs(40), UNIT, "cond", "len", OptionalDouble.empty()));
        Looked.at("raster", figure);
        assertThat(figure.caption())
                .contains("ticks above")
                .contains("(mean + 2 standard deviations of what is shown)")
                .contains("rows by cond, then len");
        Figure many = RasterChart.of(Raster.of(epochs(900), UNIT, "cond", "", OptionalDouble.of(2)));
        Looked.at("raster-many", many);
        assertThat(many.caption()).contains("trials share a row of the image").contains("ticks above 2 (as asked)");
    }

    @Test
    void aTuningCurveSaysItsTestsAndOccupancy() throws Exception {
        Figure figure = TuningChart.of(Tuning.of(epochs(60).at(1), UNIT, "len", 10));
        Looked.at("tuning", figure);
        assertThat(figure.caption())
                .contains("how many trials each rests on")
                .contains("Between points: F(6, ")
                .contains("Spearman ρ = 0.");
        Figure binned = TuningChart.of(Tuning.of(epochs(60).at(1), UNIT, "len", 3));
        Looked.at("tuning-bins", binned);
        assertThat(binned.caption()).contains("in bins of equal width");
        Looked.at("tuning-kinds", TuningChart.of(Tuning.of(epochs(60).at(1), UNIT, "cond", 3)));
    }

    @Test
    void whatSpansDecadesHasALogarithmicAxisAndBinsOfEqualRatio() throws Exception {
        Epochs epochs = Epochs.of(
                Evokings.recording(60, 2, 3, t -> String.valueOf(Math.pow(10, t % 20 / 4.0))), Window.eventLast(-4, 5));
        Tuning binned = Tuning.of(epochs.at(1), UNIT, "size", 10);
        Tuning each = Tuning.of(epochs.at(1), UNIT, "size", 40);
        Looked.at("tuning-decades-bins", TuningChart.of(binned));
        Looked.at("tuning-decades", TuningChart.of(each));

        assertThat(binned.logarithmic()).isTrue();
        assertThat(binned.points()).extracting(Tuning.Point::n).containsOnly(6);
        assertThat(binned.points().get(0).from()).isEqualTo(1);
        assertThat(binned.points().get(9).to()).isEqualTo(Math.pow(10, 19 / 4.0));
        assertThat(TuningChart.of(binned).caption())
                .contains("in bins of equal ratio, each with its lower end; the axis of size is logarithmic.");
        assertThat(TuningChart.of(each).caption()).contains("the axis of size is logarithmic");

        Tuning counted = Tuning.of(
                Epochs.of(Evokings.recording(100, 2, 3, t -> String.valueOf(1 + t)), Window.eventLast(-4, 5))
                        .at(1),
                UNIT,
                "size",
                10);
        assertThat(counted.logarithmic()).as("1 to 100, evenly").isFalse();
        assertThat(counted.points()).extracting(Tuning.Point::n).containsOnly(10);
    }

    @Test
    void aPopulationNamesItsPeaksAndPoolsWithoutLosingThem() throws Exception {
        Epochs all = Epochs.of(Evokings.recording(8, 30, 1536), Window.eventLast(0, 0));
        Figure figure = PopulationChart.of(PopulationMap.difference(all.at(0), "cond", "city", "name"));
        Looked.at("population", figure);
        assertThat(figure.caption())
                .contains("units share a column, of 1,536, and the one furthest from 0 is drawn")
                .contains("Rings: L")
                .contains("no unit is tested");
        assertThat(figure.text()).contains(".mlp.neurons[");
        Looked.at(
                "population-small",
                PopulationChart.of(PopulationMap.of(epochs(8).at(0))));
    }

    @Test
    void numbersOfPeaksThatAreCloseLieOnNoRingAndOnNoOther() {
        Site site = new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(400));
        List<Unit> units =
                IntStream.range(0, 400).mapToObj(u -> new Unit(site, u)).toList();
        List<PopulationMap.Layer> layers = List.of(new PopulationMap.Layer(
                site.name(),
                units,
                IntStream.range(0, 400).mapToObj(u -> (float) u).toList()));
        List<PopulationMap.Peak> peaks = IntStream.of(100, 110, 128, 300, 399)
                .mapToObj(u -> new PopulationMap.Peak(units.get(u), u))
                .toList();
        Axis x = Axis.fit(400, 0, 400, 24, 240);
        Axis y = Axis.fit(1, 0, 60, 60, 60);
        try (Ink ink = new Ink(600, 200)) {
            PopulationChart.rings(ink, 50, 50, x, y, layers, peaks);

            List<Rectangle2D> written =
                    ink.written().stream().map(w -> w.area().getBounds2D()).toList();
            assertThat(written).hasSizeGreaterThanOrEqualTo(4);
            for (Rectangle2D name : written) {
                assertThat(written.stream().filter(name::intersects)).containsExactly(name);
                assertThat(peaks.stream()
                                .map(p -> new Rectangle2D.Double(
                                        45 + x.centre(p.unit().index()), 45 + y.centre(0), 10, 10))
                                .filter(name::intersects))
                        .isEmpty();
            }
        }
    }

    @Test
    void aPopulationOfAWholeModelIsDrawnWithinASecond() {
        Epochs all = Epochs.of(Evokings.recording(8, 30, 1536), Window.eventLast(0, 0));
        PopulationMap map = PopulationMap.difference(all.at(0), "cond", "city", "name");
        PopulationChart.of(map);

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            PopulationChart.of(map);
            best = Math.min(best, System.nanoTime() - begin);
        }
        if (System.getProperty("patchclamp.pictures") != null) {
            System.err.println("46,080 units drawn in " + best / 1_000_000 + " ms");
        }
        assertThat(best).isLessThan(1_000_000_000L);
    }

    @Test
    void twoValuesHaveACurveThatNamesItsErrors() throws Exception {
        Figure figure = RocChart.of(Tuning.of(epochs(60).at(1), UNIT, "cond", 3));
        Looked.at("roc", figure);
        assertThat(figure.caption())
                .contains("hits are 'city' (n = 30) at or above it, false alarms 'name' (n = 30)")
                .contains("DeLong's standard error, 95 %")
                .contains("Diagonal: chance.");
    }

    @Test
    void theDropLogIsAPictureWithItsCounts() throws Exception {
        DropLog log =
                epochs(40).where("len < 4").drop(Reason.WRONG_ANSWER, 0, 1).log();
        Figure figure = DropLogChart.of(log);
        Looked.at("droplog", figure);
        assertThat(figure.caption())
                .isEqualTo(log + ".")
                .contains("2 wrong answer")
                .contains("not selected");
    }

    @Test
    void conditionsAreToldApartWithoutTheirColours() throws Exception {
        Figure figure =
                EvokedChart.of(Averaging.of(epochs(28)).unit(UNIT).by("len").evoked());
        Looked.at("evoked-seven", figure);
        assertThat(figure.caption()).contains("bars beside their offset: 95 % t interval");
        assertThat(EvokedPanel.dash(0)).isEmpty();
        assertThat(EvokedPanel.dash(1)).isNotEqualTo(EvokedPanel.dash(2)).isNotEmpty();
    }

    @Test
    void threeConditionsHaveBandsOfTheirOwn() throws Exception {
        Epochs three = epochs(60).where("len in [1, 4, 7]");
        Figure figure = EvokedChart.of(Averaging.of(three).unit(UNIT).by("len").evoked());
        Looked.at("evoked-three", figure);
        assertThat(figure.caption()).contains("; bands: 95 % t interval");
    }
}
