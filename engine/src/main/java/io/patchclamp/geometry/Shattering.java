package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * How many ways of cutting conditions in two halves can be read: the shattering dimension is the mean accuracy over all of
 * them. High where responses differ in many directions, whatever these mean.
 *
 * @param provenance how it was made
 * @param course where it was read
 * @param column what a condition is
 * @param conditions its values
 * @param halves one a dichotomy: the conditions of its first half, by number; the first condition is always among them
 * @param places one a place of the course
 * @param basis what the p values rest on
 * @param notes what should be known before it is believed
 */
public record Shattering(
        Provenance provenance,
        Course course,
        String column,
        List<String> conditions,
        List<List<Integer>> halves,
        List<Place> places,
        Basis basis,
        List<String> notes)
        implements Exportable {
    private static final double[] PENALTIES = {1e-2, 1, 100};
    private static final int MOST = 10;

    public Shattering {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(column, "column");
        conditions = List.copyOf(conditions);
        halves = halves.stream().map(List::copyOf).toList();
        places = List.copyOf(places);
        notes = List.copyOf(notes);
    }

    /**
     * One site.
     *
     * @param name its name
     * @param accuracy one a dichotomy, in left-out trials, mean over folds
     * @param shuffled one a shuffle of the trials' conditions: the mean over dichotomies
     * @param p how often shuffled conditions do as well, against the best of all sites in each shuffle
     */
    public record Place(String name, List<Double> accuracy, List<Double> shuffled, double p) {
        public Place {
            accuracy = List.copyOf(accuracy);
            shuffled = List.copyOf(shuffled);
        }

        /**
         * The shattering dimension.
         *
         * @return the mean accuracy over dichotomies, 0 to 1
         */
        public double dimension() {
            return DecodedPlace.mean(accuracy);
        }
    }

    /**
     * Reads every balanced dichotomy.
     *
     * <p>Cost: as a decoding with as many labellings as dichotomies times shuffles: 35 dichotomies of 8 conditions, 126 of
     * 10. Source: Rigotti et al., The importance of mixed selectivity in complex cognitive tasks, 2013; Bernardi et al.
     * 2020.
     *
     * @param responses what is read from, site by site
     * @param column a column of 4, 6, 8 or 10 values
     * @param how how many times conditions are shuffled among trials; its group stays in one fold, prompts that are nearly
     *     the same where it names none, and trials of its item change conditions together
     * @return what can be read
     * @throws PatchclampException if the number of conditions is another, an item has two, or as {@link Decoder#run}
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Shattering of(Responses responses, String column, Shuffling how) {
        return of(Places.of(responses), column, how);
    }

    /**
     * The same offset by offset around an event.
     *
     * @param epochs what is read from; trials that do not have every offset are left out
     * @param column a column of 4, 6, 8 or 10 values
     * @param how as for responses
     * @return what can be read
     * @throws PatchclampException if no trial has every offset, or as for responses
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static Shattering of(Epochs epochs, String column, Shuffling how) {
        return of(Places.of(epochs), column, how);
    }

    private static Shattering of(Places places, String column, Shuffling how) {
        int permutations = how.times();
        long seed = how.seed();
        Progress progress = how.progress();
        Labels labels = Labels.of(places.trials(), column);
        int n = labels.classes().size();
        if (n < 4 || n > MOST || n % 2 == 1) {
            throw new PatchclampException(
                    "Column '" + labels.column() + "' has " + n
                            + " conditions, and balanced halves are made of 4, 6, 8 or " + MOST + ".",
                    "a column of so many values, such as all cells of a crossed design");
        }
        Design design = Design.of(places, column, how.group(), how.item(), 5, seed);
        List<List<Integer>> halves = halves(n);
        int[][] labellings = new int[halves.size() * (permutations + 1)][];
        for (int b = 0; b <= permutations; b++) {
            int[] drawn = design.shuffles().draw(seed, b);
            for (int h = 0; h < halves.size(); h++) {
                List<Integer> half = halves.get(h);
                labellings[b * halves.size() + h] =
                        Arrays.stream(drawn).map(c -> half.contains(c) ? 0 : 1).toArray();
            }
        }
        List<Patterns> patterns = places.patterns(labels.trials());
        List<double[]> all = new ArrayList<>();
        for (Patterns place : patterns) {
            Progress.checkCancelled("reading dichotomies");
            double[][] nothing = new double[place.rows().length][0];
            long before = all.size();
            Progress heard = (what, done, total, unit) ->
                    progress.at("reading dichotomies", before * total + done, patterns.size() * total, unit);
            double[][] accuracy = new NestedValidation(design.folds(), labellings, 2, PENALTIES)
                    .run((train, known) -> Gram.of(place.rows(), train, true, nothing), heard)
                    .accuracy();
            all.add(Arrays.stream(accuracy)
                    .mapToDouble(folds -> Arrays.stream(folds).average().orElseThrow())
                    .toArray());
        }
        List<List<Double>> shuffled = all.stream()
                .map(a -> IntStream.rangeClosed(1, permutations)
                        .mapToObj(b -> mean(a, b, halves.size()))
                        .toList())
                .toList();
        List<Double> best = IntStream.range(0, permutations)
                .mapToObj(
                        b -> shuffled.stream().mapToDouble(s -> s.get(b)).max().orElseThrow())
                .toList();
        List<Place> read = IntStream.range(0, all.size())
                .mapToObj(s -> new Place(
                        patterns.get(s).name(),
                        Tables.list(Arrays.copyOf(all.get(s), halves.size())),
                        shuffled.get(s),
                        Quantiles.p(mean(all.get(s), 0, halves.size()), best)))
                .toList();
        return new Shattering(
                places.provenance()
                        .with("dichotomies of", labels.column())
                        .with("seed", String.valueOf(seed))
                        .tested(Optional.of(Tail.GREATER), "a permutation test of accuracy"),
                places.course(),
                labels.column(),
                labels.classes(),
                halves,
                read,
                new Basis(
                        "item",
                        design.n(),
                        Basis.ITEMS,
                        "mean balanced accuracy over " + halves.size() + " dichotomies, 5 folds by "
                                + design.groups().words() + "; "
                                + design.shuffles().words() + ", " + permutations
                                + " shuffles",
                        Tail.GREATER,
                        read.size() > 1 ? Correction.MAX_T : Correction.NONE,
                        read.size(),
                        OptionalLong.of(seed)),
                design.notes(permutations));
    }

    private static double mean(double[] accuracies, int shuffle, int halves) {
        return Arrays.stream(accuracies, shuffle * halves, (shuffle + 1) * halves)
                .average()
                .orElseThrow();
    }

    /** Each half that holds the first condition: the other half of the same cut is not counted again. */
    private static List<List<Integer>> halves(int n) {
        List<List<Integer>> halves = new ArrayList<>();
        for (int bits = 1; bits < 1 << n; bits += 2) {
            if (Integer.bitCount(bits) == n / 2) {
                int mask = bits;
                halves.add(IntStream.range(0, n)
                        .filter(c -> (mask >> c & 1) == 1)
                        .boxed()
                        .toList());
            }
        }
        return halves;
    }

    /** {@code dichotomy [site, dichotomy]}, {@code dimension} and {@code p [site]}, {@code null [site, permutation]}. */
    @Override
    public List<ResultArray> exported() {
        ResultArray dimension = ResultArray.floats("dimension", places.size());
        ResultArray p = ResultArray.floats("p", places.size());
        for (int s = 0; s < places.size(); s++) {
            dimension.put(places.get(s).dimension(), s);
            p.put(places.get(s).p(), s);
        }
        return List.of(
                Tables.floats("dichotomy", places.stream().map(Place::accuracy).toList()),
                dimension,
                p,
                Tables.floats("null", places.stream().map(Place::shuffled).toList()));
    }
}
