package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * Cross-condition generalisation: whether one variable is read the same way whatever another is.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param variable what is read, of two values
 * @param across what differs between training and test
 * @param places one a place of the course
 * @param basis what the p values rest on
 * @param notes what should be known before it is believed
 */
public record Abstraction(
        Provenance provenance,
        Course course,
        String variable,
        String across,
        List<Place> places,
        Basis basis,
        List<String> notes)
        implements Exportable {
    public Abstraction {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(variable, "variable");
        Objects.requireNonNull(across, "across");
        places = List.copyOf(places);
        Objects.requireNonNull(basis, "basis");
        notes = List.copyOf(notes);
    }

    /**
     * One site.
     *
     * @param name its name
     * @param accuracy balanced, mean over all pairs of one value to train at and another to test at
     * @param shuffled the same after each cell's cloud was turned in its own way: cells stay as far from each other's mean
     *     and as wide, what is gone is that differences are parallel
     * @param p how often a turned geometry generalises as well, against the best of all sites in each turn
     */
    public record Place(String name, double accuracy, List<Double> shuffled, double p) {
        public Place {
            shuffled = List.copyOf(shuffled);
        }
    }

    /**
     * Trains on one value of another variable and tests on the others.
     *
     * <p>The null is geometric: within each cell of both variables the units change places, each cell in its own way. A
     * label shuffle would be too easy to beat, as it takes away also that cells differ at all. Cost: a product of n²p a
     * site and turn. Source: Bernardi et al., The geometry of abstraction in the hippocampus and prefrontal cortex, 2020.
     *
     * <p>Where trials at several values of the other variable are alike, such as one word in two tenses, an item or a group
     * is named: what is tested is then read by training without its item and its group, and n counts items.
     *
     * @param responses what is read from, site by site
     * @param variable a column of two values
     * @param across a column of two values or more, crossed with it
     * @param how how many times cells are turned; its group and its item are never in training and test at once
     * @return how well the variable generalises
     * @throws PatchclampException if the variable has not two values, a cell has no trial, also without a fold, an item has
     *     two values of the variable, or a value is of one item
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Abstraction of(Responses responses, String variable, String across, Shuffling how) {
        return of(Places.of(responses), variable, across, how);
    }

    /**
     * The same offset by offset around an event.
     *
     * @param epochs what is read from; trials that do not have every offset are left out
     * @param variable a column of two values
     * @param across a column of two values or more, crossed with it
     * @param how how many times cells are turned; its group and its item are never in training and test at once
     * @return how well the variable generalises
     * @throws PatchclampException if no trial has every offset, or as for responses
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Abstraction of(Epochs epochs, String variable, String across, Shuffling how) {
        return of(Places.of(epochs), variable, across, how);
    }

    private static Abstraction of(Places places, String variable, String across, Shuffling how) {
        int permutations = how.times();
        long seed = how.seed();
        Progress progress = how.progress();
        Labels labels = Labels.of(places.trials(), variable);
        Labels others = Labels.of(places.trials(), across);
        if (labels.classes().size() != 2) {
            throw new PatchclampException(
                    "Column '" + labels.column() + "' has " + labels.classes().size()
                            + " values, and generalisation across conditions is of two.",
                    "a column of two values");
        }
        int[] trials = Arrays.stream(labels.trials())
                .filter(t -> Arrays.binarySearch(others.trials(), t) >= 0)
                .toArray();
        int[] y = value(labels, trials);
        int[] z = value(others, trials);
        requireCells(labels, others, y, z);
        LeftOut leftOut = LeftOut.of(places.trials(), labels, how.group(), how.item(), seed);
        int[] folds = leftOut.of(trials, labels);
        if (!leftOut.isNothing()) {
            requireCells(labels, others, y, z, leftOut, folds);
        }
        List<Patterns> patterns = places.patterns(trials);
        double[] observed = new double[patterns.size()];
        List<List<Double>> turned = new ArrayList<>();
        for (int s = 0; s < patterns.size(); s++) {
            Progress.checkCancelled("generalising across conditions");
            float[][] rows = patterns.get(s).rows();
            int[] all = IntStream.range(0, rows.length).toArray();
            float[][] standard = Gram.standardised(rows, all, true);
            int values = others.classes().size();
            CrossRead read = new CrossRead(y, z, values, leftOut.isNothing() ? new int[0] : folds);
            observed[s] = read.accuracy(standard);
            Double[] each = new Double[permutations];
            long before = s;
            Progress heard = (what, done, total, unit) ->
                    progress.at(what, before * total + done, patterns.size() * total, "turns");
            Crew.all()
                    .each(
                            permutations,
                            "generalising across conditions",
                            heard,
                            b -> each[b] = read.accuracy(turned(standard, y, z, values, seed, b + 1)));
            turned.add(List.of(each));
        }
        List<Double> best = IntStream.range(0, permutations)
                .mapToObj(b -> turned.stream().mapToDouble(t -> t.get(b)).max().orElseThrow())
                .toList();
        List<Place> found = IntStream.range(0, observed.length)
                .mapToObj(s ->
                        new Place(patterns.get(s).name(), observed[s], turned.get(s), Quantiles.p(observed[s], best)))
                .toList();
        return new Abstraction(
                places.provenance()
                        .with("generalised", variable + " across " + across)
                        .with("seed", String.valueOf(seed))
                        .tested(Optional.of(Tail.GREATER), "a permutation test of accuracy"),
                places.course(),
                labels.column(),
                others.column(),
                found,
                new Basis(
                        "item",
                        leftOut.n(),
                        Basis.ITEMS,
                        "cross-condition generalisation of a linear read-out" + leftOut.words()
                                + "; each cell's units in another order, " + permutations + " times",
                        Tail.GREATER,
                        found.size() > 1 ? Correction.MAX_T : Correction.NONE,
                        found.size(),
                        OptionalLong.of(seed)),
                java.util.stream.Stream.concat(places.notes().stream(), leftOut.notes().stream())
                        .toList());
    }

    /** A cell that is of one fold alone cannot be learnt from when that fold is tested. */
    private static void requireCells(Labels labels, Labels others, int[] y, int[] z, LeftOut leftOut, int... folds) {
        for (int f = 0; f < leftOut.folds().count(); f++) {
            int out = f;
            int[] kept =
                    IntStream.range(0, y.length).filter(t -> folds[t] != out).toArray();
            for (int a = 0; a < 2; a++) {
                for (int b = 0; b < others.classes().size(); b++) {
                    int value = a;
                    int other = b;
                    if (Arrays.stream(kept).noneMatch(t -> y[t] == value && z[t] == other)) {
                        throw new PatchclampException(
                                "All trials with '" + labels.classes().get(a) + "' in '" + labels.column() + "' and '"
                                        + others.classes().get(b) + "' in '" + others.column()
                                        + "' are left out together" + leftOut.words() + ".",
                                "more items in each cell, or a finer column");
                    }
                }
            }
        }
    }

    private static int[] value(Labels labels, int[] trials) {
        return Arrays.stream(trials)
                .map(t -> labels.of()[Arrays.binarySearch(labels.trials(), t)])
                .toArray();
    }

    private static void requireCells(Labels labels, Labels others, int[] y, int[] z) {
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < others.classes().size(); b++) {
                int value = a;
                int other = b;
                if (IntStream.range(0, y.length).noneMatch(t -> y[t] == value && z[t] == other)) {
                    throw new PatchclampException(
                            "No trial has '" + labels.classes().get(a) + "' in '" + labels.column() + "' and '"
                                    + others.classes().get(b) + "' in '" + others.column() + "'.",
                            "stimuli that cross both columns; trials.balance(…) counts cells");
                }
            }
        }
    }

    /** Each cell less the mean of all, its units in an order of its own. */
    private static float[][] turned(float[][] rows, int[] y, int[] z, int values, long seed, int number) {
        SplittableRandom random = Shuffles.random(seed, number);
        float[][] out = new float[rows.length][rows[0].length];
        int[] order = new int[rows[0].length];
        Arrays.setAll(order, i -> i);
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < values; b++) {
                Shuffles.shuffle(order, random);
                for (int t = 0; t < rows.length; t++) {
                    if (y[t] == a && z[t] == b) {
                        for (int u = 0; u < order.length; u++) {
                            out[t][u] = rows[t][order[u]];
                        }
                    }
                }
            }
        }
        return out;
    }

    /** {@code ccgp} and {@code p [site]}, {@code null [site, permutation]}. */
    @Override
    public List<ResultArray> exported() {
        ResultArray accuracy = ResultArray.floats("ccgp", places.size());
        ResultArray p = ResultArray.floats("p", places.size());
        for (int s = 0; s < places.size(); s++) {
            accuracy.put(places.get(s).accuracy(), s);
            p.put(places.get(s).p(), s);
        }
        return List.of(
                accuracy,
                p,
                Tables.floats("null", places.stream().map(Place::shuffled).toList()));
    }
}
