package io.patchclamp.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Crew;
import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * Trains a read-out at each place and tries it at every other: layer by layer, or offset by offset where the responses were
 * read at several.
 *
 * <p>Trials that it is tried on are left out of training wherever it is tried; centring, scaling and penalty are those of
 * the training trials at the training place. The null is the whole map with labels shuffled as {@link Decoder} does, and
 * clusters of cells are held against the largest cluster of each shuffle.
 *
 * <p>Cost: as a decoding, and a product of n²p for each pair of places and fold. Source: King and Dehaene, Characterizing
 * the dynamics of mental representations: the temporal generalization method, 2014. Immutable: each choice returns a
 * changed copy.
 */
public final class Generaliser implements Cloneable {
    private static final String WHAT = "generalising";

    private static final double[] PENALTIES = {1e-2, 1, 100};

    private final Places places;
    private final String column;

    private Optional<String> group = Optional.empty();
    private Optional<String> item = Optional.empty();
    private int folds = 5;
    private int permutations = 100;
    private long seed;
    private Progress progress = Progress.SILENT;

    private Generaliser(Places places, String column) {
        this.places = places;
        this.column = Objects.requireNonNull(column, "column");
    }

    /**
     * A generaliser with every choice at its default.
     *
     * @param responses of two sites or more of one width
     * @param column what is read
     * @return the generaliser
     */
    public static Generaliser of(Responses responses, String column) {
        return new Generaliser(Places.of(responses), column);
    }

    /**
     * Temporal generalisation: trained at one offset from an event, tried at the others, at one site.
     *
     * @param epochs of one site and two offsets or more; trials that do not have every offset are left out
     * @param column what is read
     * @return the generaliser
     * @throws PatchclampException if no trial has every offset
     */
    public static Generaliser of(Epochs epochs, String column) {
        return new Generaliser(Places.of(epochs), column);
    }

    /**
     * Names what must stay in one fold. Default: prompts that are nearly the same.
     *
     * @param by a column; {@code prompt} to let near-duplicates part
     * @return a changed copy
     */
    public Generaliser group(String by) {
        return with(g -> g.group = Optional.of(by));
    }

    /**
     * Names what one item is, where several trials are nearly the same and have one label, such as sentences with the same
     * word: they change labels together when labels are shuffled, and n counts items. Default: each trial is one.
     *
     * @param by a column
     * @return a changed copy
     */
    public Generaliser item(String by) {
        return with(g -> g.item = Optional.of(by));
    }

    /**
     * Sets into how many parts trials are split. Default: 5.
     *
     * @param count 3 or more
     * @return a changed copy
     */
    public Generaliser folds(int count) {
        return with(g -> g.folds = count);
    }

    /**
     * Sets how many times labels are shuffled. Default: 100.
     *
     * @param count at least 1
     * @return a changed copy
     */
    public Generaliser permutations(int count) {
        return with(g -> g.permutations = Math.max(1, count));
    }

    /**
     * Sets what folds and shuffles are drawn from. Default: 0.
     *
     * @param from any number
     * @return a changed copy
     */
    public Generaliser seed(long from) {
        return with(g -> g.seed = from);
    }

    /**
     * Sets who hears how far the work is.
     *
     * @param heard told once a training place
     * @return a changed copy
     */
    public Generaliser progress(Progress heard) {
        return with(g -> g.progress = heard);
    }

    /**
     * Trains and tries.
     *
     * @return the map
     * @throws PatchclampException as {@link Decoder#run}, and if there is one place only, or they differ in width
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public Generalisation run() {
        Design design = Design.of(places, column, group, item, folds, seed);
        Labels labels = design.labels();
        List<Patterns> patterns = places.patterns(labels.trials());
        requireOneSpace(patterns);
        int[][] labellings = new int[permutations + 1][];
        Arrays.setAll(labellings, b -> design.shuffles().draw(seed, b));
        int n = patterns.size();
        double[][][] maps = new double[labellings.length][n][n];
        for (int i = 0; i < n; i++) {
            Progress.checkCancelled(WHAT);
            progress.at(WHAT, i, n, "training places");
            row(patterns, i, design, labellings, maps);
        }
        progress.at(WHAT, n, n, "training places");
        double[][] chance = new double[n][n];
        double[][] threshold = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int row = i;
                int at = j;
                List<Double> cell = IntStream.range(1, maps.length)
                        .mapToObj(b -> maps[b][row][at])
                        .toList();
                chance[i][j] = DecodedPlace.mean(cell);
                threshold[i][j] = Quantiles.of(cell, 0.95);
            }
        }
        return new Generalisation(
                places.provenance()
                        .with("generalised", column)
                        .with("seed", String.valueOf(seed))
                        .tested(Optional.of(Tail.GREATER), "a permutation test of accuracy"),
                places.course(),
                labels.column(),
                labels.classes(),
                patterns.stream().map(Patterns::name).toList(),
                Tables.named("train", "test", maps[0]),
                Tables.named("train", "test", chance),
                Tables.named("train", "test", threshold),
                Patches.of(maps, chance, threshold),
                new Basis(
                        "item",
                        design.n(),
                        Basis.ITEMS,
                        "clusters of balanced accuracy above the 95 % of shuffles in each cell, " + folds + " folds by "
                                + design.groups().words() + "; "
                                + design.shuffles().words() + ", " + permutations
                                + " shuffles",
                        Tail.GREATER,
                        Correction.CLUSTER,
                        n * n,
                        OptionalLong.of(seed)),
                design.notes(permutations));
    }

    private void row(List<Patterns> places, int at, Design design, int[][] labellings, double[][][] maps) {
        Folds split = design.folds();
        int classes = design.labels().classes().size();
        Patterns here = places.get(at);
        double[][] nothing = new double[here.rows().length][0];
        int[][] chosen = new NestedValidation(split, labellings, classes, PENALTIES)
                .choose((train, labels) -> Gram.of(here.rows(), train, true, nothing));
        for (int f = 0; f < split.count(); f++) {
            Progress.checkCancelled(WHAT);
            int[] train = split.outside(f, f);
            int[] test = split.in(f);
            Standard standard = Standard.of(here.rows(), train);
            float[][] known = standard.apply(here.rows(), train);
            double[][] within = Gram.products(known);
            double[][][] across = new double[places.size()][][];
            Crew.all()
                    .each(
                            places.size(),
                            WHAT,
                            Progress.SILENT,
                            j -> across[j] =
                                    Gram.products(standard.apply(places.get(j).rows(), test), known));
            for (int p = 0; p < PENALTIES.length; p++) {
                int fold = f;
                int penalty = p;
                int[] these = IntStream.range(0, labellings.length)
                        .filter(b -> chosen[fold][b] == penalty)
                        .toArray();
                if (these.length == 0) {
                    continue;
                }
                int[][] some = Arrays.stream(these).mapToObj(b -> labellings[b]).toArray(int[][]::new);
                Readout readout = new Readout(within, across[at], train, test).at(PENALTIES[p]);
                Crew.all().each(places.size(), WHAT, Progress.SILENT, j -> {
                    double[][][] d = readout.elsewhere(some, classes, across[j]);
                    for (int b = 0; b < these.length; b++) {
                        Progress.checkCancelled(WHAT);
                        maps[these[b]][at][j] +=
                                Scores.balanced(d[b], test, some[b], classes, split.of(), fold) / split.count();
                    }
                });
            }
        }
    }

    private void requireOneSpace(List<Patterns> patterns) {
        if (patterns.size() < 2) {
            throw new PatchclampException(
                    "A code is carried from place to place, and there is one place.",
                    "responses of several layers, such as L*.resid_post, or epochs of several offsets");
        }
        places.requireOneSpace(patterns);
    }

    private Generaliser with(Consumer<Generaliser> change) {
        try {
            Generaliser copy = (Generaliser) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
