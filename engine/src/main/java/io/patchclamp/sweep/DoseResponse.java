package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.patchclamp.array.NamedArray;
import io.patchclamp.edit.Edit;
import io.patchclamp.edit.Inject;
import io.patchclamp.edit.Intervention;
import io.patchclamp.edit.TokenChoice;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.generate.Clamping;
import io.patchclamp.generate.Prompts;
import io.patchclamp.metric.Metric;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Tokens;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.trial.Ledger;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/**
 * Adds a vector in several doses, and measures what each does, beside random vectors as long. Immutable.
 *
 * <p>Cost: for each dose, vector and trial one pass from the site's layer on; two whole passes a trial for the check that
 * dose 0 is the model as it is; and one pass for each dose and neutral sentence.
 */
public final class DoseResponse implements Cloneable {
    private final Model model;
    private Injected injected;
    private double[] doses = {-8, -4, -2, -1, 0, 1, 2, 4, 8};
    private int random = 20;
    private Metric metric = Metric.parse("kl");
    private List<String> neutral = List.of();
    private List<Trials.Item> chosenOn = List.of();
    private boolean circular;
    private Optional<Preregistration> expected = Optional.empty();
    private long seed = 1;
    private Progress progress = Progress.SILENT;

    private DoseResponse(Model model, Injected injected) {
        this.model = Objects.requireNonNull(model, "model");
        this.injected = injected;
    }

    /**
     * Doses from -8 to 8 times a vector, at every token, beside 20 random ones, measured by {@code kl}.
     *
     * @param model who is stimulated
     * @param where one site
     * @param name what the vector is called
     * @param vector one number for each of the site's
     * @return the experiment
     * @throws PatchclampException if there are several sites, or the vector is none for this one
     */
    public static DoseResponse on(Model model, Selection where, String name, NamedArray vector) {
        if (where.electrodes().size() != 1) {
            throw new PatchclampException(
                    "A dose goes into one site, and '" + where.selector() + "' names "
                            + where.electrodes().size() + ".",
                    "one, such as L14.resid_post");
        }
        return on(model, List.of(Edit.of(where, new Inject(name, vector, 1))));
    }

    /**
     * The same of several injections that are given together, each at its own tokens: a dose multiplies all of them.
     *
     * @param model who is stimulated
     * @param injections edits that add
     * @return the experiment
     * @throws PatchclampException if there is none, or one does not add
     */
    public static DoseResponse on(Model model, List<Edit> injections) {
        return new DoseResponse(model, new Injected(injections));
    }

    /**
     * How much of the vector.
     *
     * @param several multiples of the vector, at least three different ones; 0 is added if it is missing
     * @return a changed copy
     */
    public DoseResponse doses(double... several) {
        double[] sorted = Arrays.stream(several.length == 0 ? several : Arrays.copyOf(several, several.length + 1))
                .sorted()
                .distinct()
                .toArray();
        if (sorted.length < 3 || Arrays.stream(sorted).anyMatch(d -> !Double.isFinite(d))) {
            throw new PatchclampException(
                    "A dose response needs three finite doses or more, got " + Arrays.toString(several) + ".",
                    "-4,-2,-1,0,1,2,4");
        }
        return with(d -> d.doses = sorted);
    }

    /** Some of what is injected, given as it is, and not at all. */
    DoseResponse once(Injected some) {
        return with(d -> {
            d.injected = some;
            d.doses = new double[] {0, 1};
        });
    }

    /**
     * How many random vectors of the same length each dose is held against.
     *
     * @param count 0 for none
     * @return a changed copy
     */
    public DoseResponse random(int count) {
        return with(d -> d.random = count);
    }

    /**
     * What is measured.
     *
     * @param measured over the next-token distribution after the prompt
     * @return a changed copy
     */
    public DoseResponse metric(Metric measured) {
        return with(d -> d.metric = Objects.requireNonNull(measured, "metric"));
    }

    /**
     * At which tokens.
     *
     * @param choice made anew in each trial
     * @return a changed copy
     */
    public DoseResponse tokens(TokenChoice choice) {
        return with(d -> d.injected = injected.at(Objects.requireNonNull(choice, "tokens")));
    }

    /**
     * Sentences whose loss says at which dose the model stops making sense.
     *
     * @param sentences of two tokens at least; none for no second panel
     * @return a changed copy
     */
    public DoseResponse neutral(List<String> sentences) {
        return with(d -> d.neutral = List.copyOf(sentences));
    }

    /**
     * What was expected. Only with one that has a direction is the trend's p one-sided.
     *
     * @param registered the hypothesis beside these data; one that came late gives no direction
     * @return a changed copy
     */
    public DoseResponse hypothesis(Preregistration registered) {
        return with(d -> d.expected = Optional.of(registered));
    }

    /**
     * What the vector was learnt from: it may not be tested there.
     *
     * @param items the stimuli; none for a vector that was made without looking
     * @return a changed copy
     */
    public DoseResponse learntFrom(List<Trials.Item> items) {
        return with(d -> d.chosenOn = List.copyOf(items));
    }

    /**
     * Allows testing on the stimuli the vector was learnt from, which the result then says of itself.
     *
     * @return a changed copy
     */
    public DoseResponse circular() {
        return with(d -> d.circular = true);
    }

    /**
     * What random vectors are drawn from.
     *
     * @param number same seed, same vectors
     * @return a changed copy
     */
    public DoseResponse seed(long number) {
        return with(d -> d.seed = number);
    }

    /**
     * Who hears how far it is.
     *
     * @param listener counts cells times trials
     * @return a changed copy
     */
    public DoseResponse progress(Progress listener) {
        return with(d -> d.progress = Objects.requireNonNull(listener, "progress"));
    }

    /** All of it given once and as it is, with so much text. */
    Clamping whole(int newTokens) {
        Clamping once = Clamping.on(model)
                .clamp(injected.edits())
                .metric(metric)
                .newTokens(newTokens)
                .learntFrom(chosenOn)
                .progress(progress);
        return circular ? once.circular() : once;
    }

    int random() {
        return random;
    }

    long seed() {
        return seed;
    }

    private DoseResponse with(Consumer<DoseResponse> change) {
        try {
            DoseResponse copy = (DoseResponse) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Measures.
     *
     * @param trials the stimuli
     * @return one effect a dose and trial
     * @throws PatchclampException if a prompt is shown twice, is empty or does not fit, the metric names no token, trials
     *     are among those the vector was learnt from, or the hypothesis is about another metric
     * @throws io.patchclamp.fault.CancelledException if the thread was interrupted
     */
    public DoseEffect run(Trials trials) {
        trials.refuseRepeatedPrompts();
        Reuse reuse = Reuse.of(injected.names(), Edit.chosenBy(injected.edits(), model, chosenOn), trials);
        if (!circular) {
            reuse.refuse();
        }
        expected.ifPresent(h -> h.hypothesis().checkMetric(metric.toString()));
        List<Tokens> prompts = Prompts.all(model, trials);
        List<Cell> cells = new ArrayList<>(cells(injected, doses));
        double[] some = Arrays.stream(doses).filter(d -> d != 0).toArray(); // none of a random vector is none of any
        for (int k = 0; k < random; k++) {
            cells.addAll(cells(injected.drawn(seed, k), some));
        }
        CellRuns.Result ran = new CellRuns(model, metric, false, progress).run(trials, prompts, cells);
        CellArrays.requireNumbers(cells, ran.values());
        int n = trials.count();
        float[] effect = new float[doses.length * n];
        for (int d = 0; d < doses.length; d++) {
            for (int t = 0; t < n; t++) {
                effect[d * n + t] = (float) (ran.values()[d][t] - ran.baseline()[t]);
            }
        }
        NamedArray effects = NamedArray.of(List.of("dose", "trial"), new int[] {doses.length, n}, effect);
        Optional<Preregistration> beside = beside(trials).map(h -> h.answered(question(trials), 1));
        Ledger.of(model).measured(metric.toString(), injected.where(), trials);
        Tail tail = beside.map(Preregistration::tail).orElse(Tail.TWO_SIDED);
        return new DoseEffect(
                made(beside, reuse),
                metric,
                trials,
                injected.sites(),
                injected.names(),
                Arrays.stream(doses).boxed().toList(),
                CellArrays.trialAxis(ran.baseline()),
                effects,
                others(ran),
                loss(),
                List.of(DoseCurve.of(doses, effects, true, seed), DoseCurve.of(doses, effects, false, seed)),
                beside,
                reuse.any(),
                metric.onlyRises().isPresent() ? Optional.empty() : DoseTrend.of(doses, effects, tail, seed),
                unchangedAtZero(trials, prompts));
    }

    /** What was expected of these data, before which it was there or not; refused where it is about another metric. */
    Optional<Preregistration> beside(Trials trials) {
        expected.ifPresent(h -> h.hypothesis().checkMetric(metric.toString()));
        return expected.map(h -> Ledger.of(model)
                .beside(h, metric.toString(), injected.where(), trials)
                .on(trials.count()));
    }

    private String question(Trials trials) {
        return question("dose", trials) + Arrays.toString(doses);
    }

    /** What is asked of an injection in one dose or several: what has the same words has the same answer. */
    String question(String kind, Trials trials) {
        return String.join(
                " | ",
                kind,
                injected.words(),
                metric.toString(),
                random + " vectors, seed " + seed,
                Integer.toHexString(trials.hashCode()));
    }

    /** The mean effects of the random vectors: their cells come after those of the vector, without dose 0. */
    private NamedArray others(CellRuns.Result ran) {
        float[] means = new float[random * doses.length];
        int cell = doses.length;
        for (int i = 0; i < means.length; i++) {
            if (doses[i % doses.length] != 0) {
                double sum = 0;
                for (int t = 0; t < ran.baseline().length; t++) {
                    sum += ran.values()[cell][t] - ran.baseline()[t];
                }
                means[i] = (float) (sum / ran.baseline().length);
                cell++;
            }
        }
        return NamedArray.of(List.of("vector", "dose"), new int[] {random, doses.length}, means);
    }

    private Provenance made(Optional<Preregistration> beside, Reuse reuse) {
        Provenance made = model.provenance()
                .with(
                        "dose",
                        injected.edits().stream().map(Edit::describe).collect(Collectors.joining("; ")) + ", doses "
                                + Arrays.toString(doses))
                .with("metric", metric.toString())
                .with("random vectors", random + ", seed " + seed);
        if (beside.isPresent()) {
            made = made.with(beside.get());
        }
        return reuse.any() ? made.with(Reuse.STAMP, "tested on stimuli the vector was learnt from") : made;
    }

    private static List<Cell> cells(Injected given, double[] doses) {
        return Arrays.stream(doses)
                .mapToObj(dose -> new Cell(
                        given.names() + " × " + dose,
                        given.layer(),
                        -1,
                        -1,
                        given.times(dose).edits()))
                .toList();
    }

    /** Mean loss over the neutral sentences at each dose, in nats a token; none without sentences. */
    private List<Double> loss() {
        if (neutral.isEmpty()) {
            return List.of();
        }
        Trials sentences = Trials.of(neutral.toArray(String[]::new));
        CellRuns.Result ran = new CellRuns(model, Metric.parse("loss"), false, progress)
                .run(sentences, Prompts.all(model, sentences), cells(injected.everywhere(), doses));
        return Arrays.stream(ran.values())
                .map(v -> Arrays.stream(v).average().orElseThrow())
                .toList();
    }

    /** In how many trials a dose of 0 leaves all logits as they are, to the bit, in whole passes. */
    private int unchangedAtZero(Trials trials, List<Tokens> prompts) {
        Intervention zero = Intervention.of(model, injected.times(0).edits(), trials, prompts, 0);
        int same = 0;
        for (int[] batch : Prompts.sideBySide(trials.count())) {
            float[][] before = Prompts.logits(model, prompts, List.of(), batch);
            float[][] after = Prompts.logits(model, prompts, zero.writes(batch), batch);
            for (int i = 0; i < batch.length; i++) {
                same += Arrays.equals(before[i], after[i]) ? 1 : 0;
            }
        }
        return same;
    }
}
