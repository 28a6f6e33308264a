package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * Reads a column of the trials from a population, place by place, with a linear read-out that is always tried on trials it
 * was not trained on.
 *
 * <p>The read-out is linear discriminant analysis with equal priors and a penalty, for any number of classes; the penalty
 * is chosen by cross-validation inside of each training part. Units are centred and scaled by the training trials. Whole
 * groups go into one fold: those of a column, or, where none is named, prompts that are nearly the same. The null is the
 * whole procedure with labels shuffled within folds (groups as wholes where a group has one label), not one in k classes.
 * Beside the population the same is read from length and position, which tell more than one thinks.
 *
 * <p>Cost: with n trials, p units and k folds, k(k+1)/2 products of n²p and as many times 7 inverses of n³ a site; each
 * shuffle adds as many products of n². 30 sites of 576 units, 200 trials, 5 folds and 200 shuffles take seconds.
 *
 * <p>Source: Varoquaux et al., Assessing and tuning brain decoders, 2017, for nested cross-validation; Ojala and Garriga,
 * Permutation tests for studying classifier performance, 2010. Immutable: each choice returns a changed copy.
 */
public final class Decoder implements Cloneable {
    private static final double[] PENALTIES = {1e-3, 1e-2, 1e-1, 1, 10, 100, 1000};

    private final Places places;
    private final String column;

    private Optional<String> group = Optional.empty();
    private Optional<String> item = Optional.empty();
    private int folds = 5;
    private int permutations = 200;
    private long seed;
    private boolean scaled = true;
    private boolean regressed;
    private double[] penalties = PENALTIES;
    private int select = Integer.MAX_VALUE;
    private Progress progress = Progress.SILENT;

    private Decoder(Places places, String column) {
        this.places = places;
        this.column = Objects.requireNonNull(column, "column");
    }

    /**
     * A decoder with every choice at its default.
     *
     * @param responses what is read from, site by site
     * @param column what is read: a column of the trials, of which empty cells are left out
     * @return the decoder
     */
    public static Decoder of(Responses responses, String column) {
        return new Decoder(Places.of(responses), column);
    }

    /**
     * A decoder that reads offset by offset around an event, and where there are several sites, each by itself.
     *
     * @param epochs what is read from; trials that do not have every offset are left out, and notes say how many
     * @param column what is read: a column of the trials, of which empty cells are left out
     * @return the decoder
     * @throws PatchclampException if no trial has every offset
     */
    public static Decoder of(Epochs epochs, String column) {
        return new Decoder(Places.of(epochs), column);
    }

    /**
     * Names what must stay in one fold. Default: prompts that are nearly the same.
     *
     * @param by a column, such as the template or the word; {@code prompt} to let near-duplicates part
     * @return a changed copy
     */
    public Decoder group(String by) {
        return with(d -> d.group = Optional.of(by));
    }

    /**
     * Names what one item is, where several trials are nearly the same and have one label, such as sentences with the same
     * word: they change labels together when labels are shuffled, and n counts items. Default: each trial is one.
     *
     * @param by a column
     * @return a changed copy
     */
    public Decoder item(String by) {
        return with(d -> d.item = Optional.of(by));
    }

    /**
     * Sets into how many parts trials are split, each left out once. Default: 5.
     *
     * @param count 3 or more
     * @return a changed copy
     */
    public Decoder folds(int count) {
        return with(d -> d.folds = count);
    }

    /**
     * Sets how many times labels are shuffled. Default: 200.
     *
     * @param count at least 1; the smallest p is 1 / (count + 1)
     * @return a changed copy
     * @throws PatchclampException if it is less than 1
     */
    public Decoder permutations(int count) {
        if (count < 1) {
            throw new PatchclampException(
                    "Chance is what shuffled labels give, got " + count + " shuffles.", "200, or 1000 for small p");
        }
        return with(d -> d.permutations = count);
    }

    /**
     * Sets what folds and shuffles are drawn from. Default: 0.
     *
     * @param from any number
     * @return a changed copy
     */
    public Decoder seed(long from) {
        return with(d -> d.seed = from);
    }

    /**
     * Sets whether units are divided by their deviation over the training trials. Default: yes, as a few units are often
     * a thousand times as large as the others.
     *
     * @param divided false to leave each its size
     * @return a changed copy
     */
    public Decoder scaled(boolean divided) {
        return with(d -> d.scaled = divided);
    }

    /**
     * Sets whether length and position are taken out of the units first, by regression over the training trials. Default:
     * no; they are read beside the population in either case.
     *
     * @param out true to take them out
     * @return a changed copy
     */
    public Decoder withoutNuisance(boolean out) {
        return with(d -> d.regressed = out);
    }

    /**
     * Reads from some units only: those that tell the classes of the training trials apart best, by the F of an analysis of
     * variance. They are chosen anew in every training part, those within which the penalty is chosen included, and for
     * every shuffle by the shuffled labels. Default: all units.
     *
     * <p>Cost: shuffles no longer share anything: as many times 7 inverses of n³ a fold and pair of folds.
     *
     * @param units how many
     * @return a changed copy
     * @throws PatchclampException if it is less than 1
     */
    public Decoder select(int units) {
        if (units < 1) {
            throw new PatchclampException("Nothing is read from " + units + " units.", "1 or more");
        }
        return with(d -> d.select = units);
    }

    /**
     * Sets among which penalties is chosen. Default: 0.001 to 1000, one a decade.
     *
     * @param choices in units of a training trial's mean squared length, above 0, ascending; a single one is taken as it is
     * @return a changed copy
     * @throws PatchclampException if there is none, or one is not above 0
     */
    public Decoder penalties(double... choices) {
        if (choices.length == 0 || Arrays.stream(choices).anyMatch(c -> !(c > 0 && c < Double.POSITIVE_INFINITY))) {
            throw new PatchclampException(
                    "A penalty is a finite number above 0, got " + Arrays.toString(choices) + ".",
                    "0.01, 1, 100 to choose among three");
        }
        double[] sorted = choices.clone();
        Arrays.sort(sorted);
        return with(d -> d.penalties = sorted);
    }

    /**
     * Sets who hears how far the work is.
     *
     * @param heard told once a site
     * @return a changed copy
     */
    public Decoder progress(Progress heard) {
        return with(d -> d.progress = heard);
    }

    /**
     * Trains, tests and shuffles.
     *
     * @return how well the column can be read from each site
     * @throws PatchclampException if there is no such column, it has one value, a class is in fewer groups than folds, a
     *     prompt stands twice, or a number is missing
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public Decoded run() {
        Design design = Design.of(places, column, group, item, folds, seed);
        Labels labels = design.labels();
        Shuffles shuffles = design.shuffles();
        int[][] labellings = new int[permutations + 1][];
        Arrays.setAll(labellings, b -> shuffles.draw(seed, b));
        Nuisance nuisance = Nuisance.of(places.any(), labels.trials());
        List<Patterns> patterns = places.patterns(labels.trials());
        List<Patterns> lengths = nuisance.patterns();
        List<DecodedPlace> read = new ArrayList<>();
        List<DecodedPlace> baselines = new ArrayList<>();
        int work = patterns.size() + lengths.size();
        for (Patterns place : patterns) {
            Progress.checkCancelled("decoding");
            progress.at("decoding", read.size(), work, "sites");
            read.add(decode(place, design.folds(), labels, labellings, regressed ? nuisance : nuisance.none(), scaled));
        }
        for (Patterns length : lengths) {
            Progress.checkCancelled("decoding");
            progress.at("decoding", read.size() + baselines.size(), work, "sites");
            baselines.add(decode(length, design.folds(), labels, labellings, nuisance.none(), true));
        }
        progress.at("decoding", work, work, "sites");
        List<String> notes = new ArrayList<>(design.notes(permutations));
        if (regressed && !nuisance.names().isEmpty()) {
            notes.add("taken out of the units by the training trials' slopes: " + String.join(", ", nuisance.names()));
        }
        return new Decoded(
                provenance(),
                places.course(),
                labels.column(),
                labels.classes(),
                design.spread(labels.of()),
                design.spread(design.folds().of()),
                design.groups().words(),
                regressed ? nuisance.names() : List.of(),
                read,
                baselines,
                basis(design, read.size()),
                notes);
    }

    private DecodedPlace decode(
            Patterns place, Folds split, Labels labels, int[][] labellings, Nuisance out, boolean divided) {
        NestedValidation.Outcome outcome = new NestedValidation(
                        split, labellings, labels.classes().size(), penalties)
                .run(new Strongest(place.rows(), select, divided, out.columns()));
        List<Double> nullAccuracy = new ArrayList<>();
        List<Double> nullArea = new ArrayList<>();
        for (int b = 1; b < labellings.length; b++) {
            Progress.checkCancelled("decoding");
            nullAccuracy.add(Arrays.stream(outcome.accuracy()[b]).average().orElseThrow());
            nullArea.add(Arrays.stream(outcome.area()[b]).average().orElseThrow());
        }
        return new DecodedPlace(
                place.name(),
                place.units(),
                Tables.list(outcome.accuracy()[0]),
                Tables.list(outcome.area()[0]),
                Tables.list(outcome.penalty()),
                Arrays.stream(outcome.predicted()).boxed().toList(),
                nullAccuracy,
                nullArea);
    }

    private Basis basis(Design design, int places) {
        return new Basis(
                "item",
                design.n(),
                Basis.ITEMS,
                "balanced accuracy of a linear read-out, " + folds + " folds by "
                        + design.groups().words()
                        + (select < Integer.MAX_VALUE ? ", " + select + " units of largest F and" : ",")
                        + " penalty chosen inside; "
                        + design.shuffles().words() + ", " + permutations + " shuffles",
                Tail.GREATER,
                places > 1 ? Correction.MAX_T : Correction.NONE,
                places,
                OptionalLong.of(seed));
    }

    private Provenance provenance() {
        Provenance made = places.provenance()
                .with("decoded", column)
                .with("folds", String.valueOf(folds))
                .with("permutations", String.valueOf(permutations))
                .with("seed", String.valueOf(seed))
                .tested(Optional.of(Tail.GREATER), "a permutation test of accuracy");
        Provenance chosen = select < Integer.MAX_VALUE ? made.with("units in each fold", String.valueOf(select)) : made;
        return scaled ? chosen : chosen.with("scaled", "no");
    }

    private Decoder with(Consumer<Decoder> change) {
        try {
            Decoder copy = (Decoder) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
