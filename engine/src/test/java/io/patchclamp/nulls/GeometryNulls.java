package io.patchclamp.nulls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

import io.patchclamp.epoch.Responses;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Decoder;
import io.patchclamp.geometry.Dissimilarity;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.Generaliser;
import io.patchclamp.geometry.RdmReading;
import io.patchclamp.geometry.Rsa;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.geometry.UnitCorrelations;

/** Read-outs of populations in which the labels mean nothing. */
final class GeometryNulls {
    private static final int SHUFFLES = 99;
    private static final Populated THREE = new Populated(3, 20, 0, .7);
    private static final Populated ITEMS = new Populated(3, 20, .6, .7);

    private final Rates rates;

    GeometryNulls(Rates rates) {
        this.rates = rates;
    }

    void run() {
        Rates.head("Populations: 3 sites of 20 units");
        decoding("12 and 12 trials", 24, t -> Map.of("c", t % 2 == 0 ? "a" : "b"));
        decoding("30 and 30 trials", 60, t -> Map.of("c", t % 2 == 0 ? "a" : "b"));
        decoding("8 and 24 trials", 32, t -> Map.of("c", t % 4 == 0 ? "a" : "b"));
        decoding("4 classes of 8 trials", 32, t -> Map.of("c", "c" + t % 4));
        IntFunction<Map<String, String>> items = t -> Map.of("c", t / 3 % 2 == 0 ? "a" : "b", "noun", "n" + t / 3);
        rates.several(
                List.of("decoding, largest of 3 sites", "decoding, one site", "patches of temporal generalisation"),
                "16 items of 3 trials, one label an item, items kept together",
                200,
                seed -> {
                    Responses all = ITEMS.draw(Populated.several(16, 3), items, new SplittableRandom(seed));
                    Decoded read = Decoder.of(all, "c")
                            .group("noun")
                            .folds(4)
                            .permutations(SHUFFLES)
                            .seed(seed)
                            .run();
                    return new double[] {
                        least(read),
                        read.places().get(0).p(),
                        least(Generaliser.of(all, "c")
                                .group("noun")
                                .folds(4)
                                .permutations(SHUFFLES)
                                .seed(seed)
                                .run())
                    };
                });
        conditions();
        relations();
    }

    private void decoding(String design, int trials, IntFunction<Map<String, String>> columns) {
        rates.several(
                List.of("decoding, largest of 3 sites", "decoding, one site", "patches of temporal generalisation"),
                design,
                300,
                seed -> {
                    Responses all = THREE.draw(Populated.each(trials), columns, new SplittableRandom(seed));
                    Decoded read = Decoder.of(all, "c")
                            .folds(4)
                            .permutations(SHUFFLES)
                            .seed(seed)
                            .run();
                    Generalisation across = Generaliser.of(all, "c")
                            .folds(4)
                            .permutations(SHUFFLES)
                            .seed(seed)
                            .run();
                    return new double[] {least(read), read.places().get(0).p(), least(across)};
                });
    }

    /** Distances, generalisation across conditions, dichotomies. */
    private void conditions() {
        for (Dissimilarity measure :
                List.of(Dissimilarity.CROSSNOBIS, Dissimilarity.EUCLIDEAN, Dissimilarity.CORRELATION)) {
            for (boolean even : new boolean[] {true, false}) {
                rates.several(
                        List.of(
                                "RSA, " + measure.word() + ", one fit",
                                "RSA, " + measure.word() + ", corrected over 3 sites"),
                        even ? "6 conditions of 6 trials" : "8 conditions of 3 to 10 trials, far from each other",
                        300,
                        seed -> rsa(measure, even, seed));
            }
        }
        IntFunction<Map<String, String>> crossed =
                t -> Map.of("v", t % 2 == 0 ? "a" : "b", "w", t / 2 % 2 == 0 ? "x" : "y");
        for (boolean apart : new boolean[] {false, true}) {
            rates.of(
                    "generalisation across conditions (CCGP), largest of 3 sites",
                    apart ? "4 cells of 8 trials, each in a direction of its own" : "4 cells of 8 trials, all alike",
                    300,
                    seed -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        Responses all = new Populated(3, 20, apart ? .5 : 0, .7)
                                .draw(apart ? cells(32) : Populated.each(32), crossed, random);
                        return Abstraction.of(all, "v", "w", Shuffling.of(SHUFFLES, seed)).places().stream()
                                .mapToDouble(Abstraction.Place::p)
                                .min()
                                .orElseThrow();
                    });
        }
        rates.of("shattering, largest of 3 sites", "4 conditions of 8 trials", 200, seed -> {
            Responses all = THREE.draw(Populated.each(32), t -> Map.of("c", "c" + t % 4), new SplittableRandom(seed));
            return Shattering.of(all, "c", Shuffling.of(SHUFFLES, seed)).places().stream()
                    .mapToDouble(Shattering.Place::p)
                    .min()
                    .orElseThrow();
        });
    }

    private static int[] cells(int trials) {
        return java.util.stream.IntStream.range(0, trials).map(t -> t % 4).toArray();
    }

    private static double[] rsa(Dissimilarity measure, boolean even, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] sizes = even ? new int[] {6, 6, 6, 6, 6, 6} : new int[] {3, 4, 5, 6, 7, 8, 9, 10};
        int[] of = java.util.stream.IntStream.range(0, sizes.length)
                .flatMap(c -> java.util.stream.IntStream.generate(() -> c).limit(sizes[c]))
                .toArray();
        double[] model = random.doubles(sizes.length).toArray();
        Responses all = new Populated(3, 20, even ? 0 : .5, .7)
                .draw(
                        even ? Populated.each(of.length) : of,
                        t -> Map.of("c", "c" + of[t], "m", String.valueOf(model[of[t]])),
                        random);
        RdmReading read = Rsa.of(all, "c")
                .measure(measure)
                .parts(3)
                .model("m")
                .permutations(199)
                .seed(seed)
                .run();
        return new double[] {
            read.fits().get(0).p(),
            read.fits().stream().mapToDouble(RdmReading.Fit::corrected).min().orElseThrow()
        };
    }

    /** Relations between units and between sites. */
    private void relations() {
        for (boolean several : new boolean[] {false, true}) {
            rates.of(
                    "signal and noise correlations",
                    several ? "4 conditions of 4 items of 3 trials" : "4 conditions of 10 trials",
                    300,
                    seed -> {
                        Responses all = several
                                ? new Populated(1, 20, .6, 0)
                                        .draw(
                                                Populated.several(16, 3),
                                                t -> Map.of("c", "c" + t / 3 % 4, "noun", "n" + t / 3),
                                                new SplittableRandom(seed))
                                : new Populated(1, 20, 0, 0)
                                        .draw(
                                                Populated.each(40),
                                                t -> Map.of("c", "c" + t % 4),
                                                new SplittableRandom(seed));
                        Shuffling how = Shuffling.of(SHUFFLES, seed);
                        return UnitCorrelations.of(all, "c", several ? how.item("noun") : how)
                                .p();
                    });
        }
        for (int n : new int[] {12, 40}) {
            rates.of("alike (CKA), smallest of 3 pairs", n + " trials, sites that share nothing", 300, seed -> {
                Responses all = new Populated(3, 20, 0, 0)
                        .draw(Populated.each(n), t -> Map.of("c", "a"), new SplittableRandom(seed));
                Alike alike = Alike.of(all, Shuffling.of(SHUFFLES, seed));
                return Math.min(
                        alike.p().get(1, 0),
                        Math.min(alike.p().get(2, 0), alike.p().get(2, 1)));
            });
        }
    }

    private static double least(Decoded read) {
        return java.util.stream.IntStream.range(0, read.places().size())
                .mapToDouble(read::p)
                .min()
                .orElseThrow();
    }

    private static double least(Generalisation read) {
        Optional<Double> least =
                read.clusters().stream().map(Generalisation.Patch::p).min(Double::compare);
        return least.orElse(1.0);
    }
}
