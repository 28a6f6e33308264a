package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Tail;

/**
 * Compares conditions by how far apart a population holds them, and that with what models say.
 *
 * <p>A model is a column that is the same for all trials of a condition: numbers are as far apart as they differ, words 0
 * or 1. Text length is compared as a model of its own where it differs. The null exchanges conditions, rows and columns of
 * a matrix together, as pairs are not independent: all orders of up to seven conditions, else random ones.
 *
 * <p>Cost: c²p a site for c conditions and p units, with k parts k times that. Source: Kriegeskorte, Mur and Bandettini,
 * Representational similarity analysis, 2008; Nili et al. 2014 for the ceiling. Immutable: each choice returns a changed
 * copy.
 */
public final class Rsa implements Cloneable {
    private static final int EXACT = 7;

    private final Places places;
    private final String column;

    private Dissimilarity measure = Dissimilarity.CROSSNOBIS;
    private Agreement agreement = Agreement.RHO_A;
    private Optional<String> group = Optional.empty();
    private int parts = 5;
    private Optional<Noise> noise = Optional.empty();
    private List<String> models = List.of();
    private int permutations = 9_999;
    private long seed;
    private Progress progress = Progress.SILENT;

    private Rsa(Places places, String column) {
        this.places = places;
        this.column = Objects.requireNonNull(column, "column");
    }

    /**
     * A comparison with every choice at its default.
     *
     * @param responses what is compared, site by site
     * @param column what a condition is
     * @return the comparison
     */
    public static Rsa of(Responses responses, String column) {
        return new Rsa(Places.of(responses), column);
    }

    /**
     * A comparison offset by offset around an event, and where there are several sites, of each by itself.
     *
     * @param epochs what is compared; trials that do not have every offset are left out
     * @param column what a condition is
     * @return the comparison
     * @throws PatchclampException if no trial has every offset
     */
    public static Rsa of(Epochs epochs, String column) {
        return new Rsa(Places.of(epochs), column);
    }

    /**
     * Sets what lies between two conditions. Default: {@link Dissimilarity#CROSSNOBIS}.
     *
     * @param between the measure
     * @return a changed copy
     */
    public Rsa measure(Dissimilarity between) {
        return with(r -> r.measure = Objects.requireNonNull(between, "between"));
    }

    /**
     * Sets how matrices are compared. Default: {@link Agreement#RHO_A}.
     *
     * @param by how
     * @return a changed copy
     */
    public Rsa compare(Agreement by) {
        return with(r -> r.agreement = Objects.requireNonNull(by, "by"));
    }

    /**
     * Names what must stay in one part. Default: prompts that are nearly the same.
     *
     * @param by a column, such as the frame or template; {@code prompt} to let near-duplicates part
     * @return a changed copy
     */
    public Rsa group(String by) {
        return with(r -> r.group = Optional.of(by));
    }

    /**
     * Sets into how many parts trials are split, for crossnobis and for the ceiling. Default: 5, or as many as the
     * condition in the fewest groups has.
     *
     * @param count 2 or more
     * @return a changed copy
     * @throws PatchclampException if it is less than 2
     */
    public Rsa parts(int count) {
        if (count < 2) {
            throw new PatchclampException("Parts are held against each other, and " + count + " is too few.", "5");
        }
        return with(r -> r.parts = count);
    }

    /**
     * Sets what is divided out before distances are taken: with a covariance, euclidean distances are Mahalanobis'. Default:
     * {@link Noise#DIAGONAL} for crossnobis, {@link Noise#NONE} for the others.
     *
     * @param out what is divided out; nothing where each condition has one trial
     * @return a changed copy
     */
    public Rsa noise(Noise out) {
        return with(r -> r.noise = Optional.of(out));
    }

    /**
     * Adds a model.
     *
     * @param by a column
     * @return a changed copy
     */
    public Rsa model(String by) {
        List<String> more = new ArrayList<>(models);
        more.add(by);
        return with(r -> r.models = List.copyOf(more));
    }

    /**
     * Sets how many times conditions are exchanged where not all orders are taken. Default: 9,999.
     *
     * @param count at least 1
     * @return a changed copy
     */
    public Rsa permutations(int count) {
        return with(r -> r.permutations = Math.max(1, count));
    }

    /**
     * Sets what parts and exchanges are drawn from. Default: 0.
     *
     * @param from any number
     * @return a changed copy
     */
    public Rsa seed(long from) {
        return with(r -> r.seed = from);
    }

    /**
     * Sets who hears how far the work is.
     *
     * @param heard told once a site
     * @return a changed copy
     */
    public Rsa progress(Progress heard) {
        return with(r -> r.progress = heard);
    }

    /**
     * Measures and compares.
     *
     * @return the matrices and what agrees with them
     * @throws PatchclampException if there is no such column, fewer than three conditions, a condition is in too few
     *     groups for crossnobis, or a model differs within a condition
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public RdmReading run() {
        Labels labels = Labels.of(places.trials(), column);
        int n = labels.classes().size();
        if (n < 3) {
            throw new PatchclampException(
                    "Column '" + labels.column() + "' has " + n + " conditions, and distances are compared from 3 on.",
                    "a column with more conditions, or %decode");
        }
        Groups groups = Groups.of(places.trials(), labels.trials(), group);
        Optional<Folds> split = split(labels, groups);
        List<Patterns> patterns = places.patterns(labels.trials());
        List<Rdm> known = new ModelRdms(places.any(), labels).of(models);
        Noise divided = noise.orElse(measure == Dissimilarity.CROSSNOBIS ? Noise.DIAGONAL : Noise.NONE);
        List<Rdm> rdms = new ArrayList<>();
        List<RdmReading.Ceiling> ceilings = new ArrayList<>();
        List<List<Rdm>> inParts = new ArrayList<>();
        for (Patterns place : patterns) {
            Progress.checkCancelled("comparing conditions");
            progress.at("comparing conditions", rdms.size(), patterns.size(), "sites");
            Conditions conditions = Conditions.of(place, labels, divided);
            rdms.add(Rdm.of(place.name(), labels.classes(), conditions.distances(measure, split)));
            if (split.isPresent()) {
                List<Rdm> each = conditions.byPart(measure, split.get(), labels.classes());
                inParts.add(each);
                ceilings.add(Ceilings.of(each, agreement));
            }
        }
        Tail tail = places.provenance().tail();
        Exchange exchange = new Exchange(n, n <= EXACT, permutations, seed);
        ModelFits compared = new ModelFits(rdms, known, agreement, exchange, tail);
        List<RdmReading.Fit> fits = compared.run(inParts, progress);
        progress.at("comparing conditions", patterns.size(), patterns.size(), "sites");
        List<String> notes = new ArrayList<>(places.notes());
        notes.addAll(groups.notes());
        notes.addAll(compared.notes());
        int family = Math.max(1, rdms.size() * known.size());
        Basis basis = new Basis(
                "condition",
                counted("conditions", n, labels.of().length),
                "conditions like these, with these stimuli; model: fixed",
                agreement.word() + " of " + measure.word() + " distances"
                        + (divided == Noise.NONE ? "" : ", " + divided.word())
                        + (measure == Dissimilarity.CROSSNOBIS
                                ? ", " + split.orElseThrow().count() + " parts by " + groups.words()
                                : "")
                        + (exchange.exact()
                                ? "; all " + exchange.count() + " orders of the conditions"
                                : "; conditions exchanged " + permutations + " times"),
                tail,
                family > 1 ? Correction.MAX_T : Correction.NONE,
                family,
                OptionalLong.of(seed));
        return new RdmReading(
                places.provenance()
                        .with("conditions", labels.column())
                        .with("distance", measure.word())
                        .with("noise", divided.word())
                        .with("seed", String.valueOf(seed))
                        .tested("distances agree with a model", "distances are the opposite of a model's"),
                places.course(),
                labels.column(),
                measure,
                agreement,
                rdms,
                known,
                fits,
                ceilings,
                basis,
                notes);
    }

    private static Map<String, Integer> counted(String units, int count, int trials) {
        Map<String, Integer> n = new LinkedHashMap<>();
        n.put(units, count);
        n.put("trials", trials);
        return n;
    }

    private Optional<Folds> split(Labels labels, Groups groups) {
        int fewest = IntStream.range(0, labels.classes().size())
                .map(c -> (int) IntStream.range(0, labels.of().length)
                        .filter(t -> labels.of()[t] == c)
                        .map(t -> groups.of()[t])
                        .distinct()
                        .count())
                .min()
                .orElse(0);
        int count = Math.min(parts, fewest);
        if (count >= 2) {
            return Optional.of(Folds.parts(groups, labels, count, seed));
        }
        if (measure == Dissimilarity.CROSSNOBIS) {
            throw new PatchclampException(
                    "Crossnobis multiplies differences of separate parts of the trials, and a condition of '"
                            + labels.column() + "' is in 1 group of " + groups.words() + ".",
                    "a group column that crosses conditions, more trials, or --measure euclidean");
        }
        return Optional.empty();
    }

    private Rsa with(Consumer<Rsa> change) {
        try {
            Rsa copy = (Rsa) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
