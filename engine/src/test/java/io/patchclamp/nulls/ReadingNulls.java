package io.patchclamp.nulls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Averaging;
import io.patchclamp.epoch.Contrast;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Made;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.epoch.Window;
import io.patchclamp.geometry.ReceptiveField;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Localizer;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.stats.Resampling;
import io.patchclamp.steer.Steering;

/** Read-outs of single units. */
final class ReadingNulls {
    private static final Resampling SHUFFLES = new Resampling(499, 3);
    private static final IntFunction<Map<String, String>> TWO =
            t -> Map.of("c", t % 2 == 0 ? "a" : "b", "pair", "p" + t / 2);

    private final Rates rates;

    ReadingNulls(Rates rates) {
        this.rates = rates;
    }

    void run() {
        Rates.head("Read-outs of units");
        for (int n : new int[] {16, 24, 60}) {
            evoked(n);
            units(n);
        }
        for (int items : new int[] {15, 24, 40}) {
            several(items, 4);
        }
        steering();
        field();
    }

    private void evoked(int n) {
        for (boolean ragged : new boolean[] {false, true}) {
            rates.several(
                    List.of("evoked difference, smallest cluster p", "the same, paired"),
                    n + " trials" + (ragged ? ", of 3 to 10 tokens" : ", 10 offsets"),
                    300,
                    seed -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        double[][] x = Samples.table(n, 10, .7, Samples.NORMAL, random);
                        double[][][] values = new double[n][10][];
                        for (int t = 0; t < n; t++) {
                            int length = ragged ? 3 + random.nextInt(8) : 10;
                            for (int o = 0; o < length; o++) {
                                values[t][o] = new double[] {x[t][o]};
                            }
                        }
                        Epochs epochs = Epochs.of(Made.recording(values, 0, TWO), Window.eventFirst(0, 9));
                        Averaging by = Averaging.of(epochs)
                                .by("c")
                                .difference("a", "b")
                                .resampling(new Resampling(299, seed));
                        return new double[] {
                            least(by.evoked()), least(by.pairedBy("pair").evoked())
                        };
                    });
        }
    }

    private static double least(Evoked evoked) {
        return evoked.difference()
                .orElseThrow()
                .clusters()
                .map(FamilyNulls::least)
                .orElse(Double.NaN);
    }

    private void units(int n) {
        rates.several(
                List.of(
                        "selectivity, smallest of 60 by max-T",
                        "tuning, ANOVA over 4 values",
                        "tuning, trend over 4 values",
                        "localizer, smallest of 60 on S by max-T"),
                n + " trials",
                300,
                seed -> {
                    Responses all = new Populated(3, 20, 0, .7)
                            .draw(
                                    Populated.each(n),
                                    t -> Map.of("c", t % 2 == 0 ? "a" : "b", "v", String.valueOf(t % 4)),
                                    new SplittableRandom(seed));
                    Tuning tuned = Tuning.of(all, "L0.resid_post[3]", "v", 10);
                    Localization found = Localizer.on(all)
                            .by("c")
                            .split(List.of(), .5)
                            .top(2)
                            .seed(seed, 299)
                            .find();
                    return new double[] {
                        FamilyNulls.least(Selectivity.of(all)
                                .conditions("a", "b")
                                .resampling(new Resampling(299, seed))
                                .by("c")
                                .family()),
                        tuned.anova().orElseThrow().p(),
                        tuned.trend().orElseThrow().p(),
                        FamilyNulls.least(found.selecting())
                    };
                });
    }

    /** Trials of items that have .6 of the variance: taken for items, and averaged over each item. */
    private void several(int items, int trials) {
        rates.several(
                List.of(
                        "selectivity, smallest of 60 by max-T, trials taken for items",
                        "the same, item named",
                        "localizer, smallest of 60 on S by max-T, trials taken for items, item named as the split",
                        "the same, item named",
                        "tuning, ANOVA over 2 values, trials taken for items",
                        "the same, item named",
                        "evoked difference, smallest cluster p over 20 offsets, trials taken for items",
                        "the same, item named"),
                items + " items of " + trials + " trials, .6 of the variance between items",
                300,
                seed -> {
                    Responses all = new Populated(3, 20, .6, .7)
                            .draw(
                                    Populated.several(items, trials),
                                    t -> Map.of("c", t / trials % 2 == 0 ? "a" : "b", "noun", "n" + t / trials),
                                    new SplittableRandom(seed));
                    Contrast contrast = Selectivity.of(all).conditions("a", "b").resampling(SHUFFLES);
                    Localizer localizer = Localizer.on(all)
                            .by("c")
                            .split(List.of("noun"), .5)
                            .top(2)
                            .seed(seed, 299);
                    Averaging evoked = Averaging.of(offsets(all))
                            .by("c")
                            .difference("a", "b")
                            .resampling(new Resampling(299, seed));
                    return new double[] {
                        FamilyNulls.least(contrast.by("c").family()),
                        FamilyNulls.least(contrast.item("noun").by("c").family()),
                        FamilyNulls.least(localizer.find().selecting()),
                        FamilyNulls.least(localizer.item("noun").find().selecting()),
                        tuned(all, Optional.empty()),
                        tuned(all, Optional.of("noun")),
                        least(evoked.evoked()),
                        least(evoked.item("noun").evoked())
                    };
                });
    }

    private static double tuned(Responses all, Optional<String> item) {
        return Tuning.of(all, "L0.resid_post[3]", "c", 10, item)
                .anova()
                .orElseThrow()
                .p();
    }

    /** The first units as offsets of one. */
    private static Epochs offsets(Responses all) {
        double[][][] values = new double[all.trials().count()][20][1];
        for (int t = 0; t < values.length; t++) {
            for (int o = 0; o < 20; o++) {
                values[t][o][0] = all.get(t, o);
            }
        }
        return Epochs.of(
                Made.recording(values, 0, t -> all.trials().items().get(t).columns()), Window.eventFirst(0, 19));
    }

    private void steering() {
        for (int n : new int[] {16, 40}) {
            for (double along : new double[] {0, .9}) {
                rates.of(
                        "steering vector, among random directions",
                        n + " trials, units " + (along == 0 ? "independent" : "alike (.9 between neighbours)"),
                        500,
                        seed -> {
                            double[][] x = Samples.table(n, 20, along, Samples.NORMAL, new SplittableRandom(seed));
                            double[][][] values = new double[n][1][];
                            for (int t = 0; t < n; t++) {
                                values[t][0] = x[t];
                            }
                            return Steering.on(Made.recording(values, 0, TWO))
                                    .by("c")
                                    .p();
                        });
            }
        }
    }

    private void field() {
        for (boolean slow : new boolean[] {false, true}) {
            rates.of(
                    "receptive field, length of the token-triggered average",
                    "30 texts of 12 tokens, a unit that " + (slow ? "drifts" : "does not know them"),
                    300,
                    seed -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        Recording unit = Made.recording(tokens(slow ? .9 : 0, 1, random), 0, TWO);
                        Recording embed = Made.recording(tokens(0, 8, random), 0, TWO);
                        SiteRecording place = new SiteRecording(
                                new Site("embed", Point.EMBED, -1, false, List.of(8)),
                                List.of(),
                                embed.sites().get(0).trials());
                        List<SiteRecording> sites = new ArrayList<>(unit.sites());
                        sites.add(place);
                        Recording both = new Recording(
                                unit.provenance(),
                                unit.trials(),
                                sites,
                                unit.trials().stream().map(t -> 1).toList(),
                                "none");
                        return ReceptiveField.of(both, "L0.mlp.neurons", 0, 3, Shuffling.of(99, seed))
                                .p();
                    });
        }
    }

    private static double[][][] tokens(double along, int units, SplittableRandom random) {
        return IntStream.range(0, 30)
                .mapToObj(t -> {
                    double[][] row = new double[12][units];
                    for (int u = 0; u < units; u++) {
                        double[] x = Samples.table(1, 12, along, Samples.NORMAL, random)[0];
                        for (int o = 0; o < 12; o++) {
                            row[o][u] = x[o];
                        }
                    }
                    return row;
                })
                .toArray(double[][][]::new);
    }
}
