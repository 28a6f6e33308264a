package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Responses;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/**
 * Principal components: the directions in which a population varies most.
 *
 * <p>At one site the rows are single trials. Through several sites of one width, such as the residual stream layer by
 * layer, they are the means of conditions at each, and each condition is a path. How much of the variance is there again
 * in trials that were left out is said beside: noise has large components too.
 *
 * <p>Cost: an eigenvalue problem of the smaller of rows and units, once, and once a part. Source: Gao et al., A theory of
 * multineuronal dimensionality, 2017, for the participation ratio. Immutable: each choice returns a changed copy.
 */
public final class Pca implements Cloneable {
    private static final int PARTS = 5;

    private final Responses responses;

    private Optional<String> column = Optional.empty();
    private Optional<String> group = Optional.empty();
    private boolean scaled;
    private int components = 10;
    private long seed;
    private Progress progress = Progress.SILENT;

    private Pca(Responses responses) {
        this.responses = Objects.requireNonNull(responses, "responses");
    }

    /**
     * Components with every choice at its default.
     *
     * @param responses of one site, or of several of one width
     * @return the analysis
     */
    public static Pca of(Responses responses) {
        return new Pca(responses);
    }

    /**
     * Names what a condition is. Needed for paths.
     *
     * @param by a column
     * @return a changed copy
     */
    public Pca by(String by) {
        return with(p -> p.column = Optional.of(by));
    }

    /**
     * Names what must be left out together. Default: prompts that are nearly the same.
     *
     * @param by a column; {@code prompt} to let near-duplicates part
     * @return a changed copy
     */
    public Pca group(String by) {
        return with(p -> p.group = Optional.of(by));
    }

    /**
     * Sets whether units are divided by their deviation over all rows. Default: no.
     *
     * @param divided true where a few units are so large that nothing else is seen
     * @return a changed copy
     */
    public Pca scaled(boolean divided) {
        return with(p -> p.scaled = divided);
    }

    /**
     * Sets how many axes and scores are kept. Default: 10. Variances are kept of all.
     *
     * @param count 2 or more
     * @return a changed copy
     */
    public Pca components(int count) {
        return with(p -> p.components = Math.max(2, count));
    }

    /**
     * Sets what the parts that are left out are drawn from. Default: 0.
     *
     * @param from any number
     * @return a changed copy
     */
    public Pca seed(long from) {
        return with(p -> p.seed = from);
    }

    /**
     * Sets who hears how far the work is.
     *
     * @param heard told once a part
     * @return a changed copy
     */
    public Pca progress(Progress heard) {
        return with(p -> p.progress = heard);
    }

    /**
     * Finds the axes.
     *
     * @return components, scores, and what holds in left-out trials
     * @throws PatchclampException if several sites are not of one width, or have no conditions to follow
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public PcaReading run() {
        Labels labels = column.map(c -> Labels.of(responses.trials(), c)).orElseGet(this::one);
        List<Patterns> steps = Patterns.of(responses, labels.trials());
        requireOneWidth(steps);
        List<float[][]> scaledRows = scaled(steps);
        boolean path = steps.size() > 1;
        int[] all = IntStream.range(0, labels.of().length).toArray();
        double[][] rows = rows(scaledRows, labels, all, path);
        if (rows.length < 3) {
            throw new PatchclampException(
                    "Components of " + rows.length + " rows say nothing.", "three trials or more");
        }
        Progress.checkCancelled("finding components");
        Spectrum spectrum = Spectrum.of(rows, components);
        List<String> notes = new ArrayList<>();
        List<Double> held = held(scaledRows, labels, path, notes);
        double[][] scores = Arrays.stream(rows).map(spectrum::scores).toArray(double[][]::new);
        Integer[] of = new Integer[responses.trials().count()];
        Arrays.fill(of, -1);
        for (int i = 0; i < all.length; i++) {
            of[labels.trials()[i]] = labels.of()[i];
        }
        return new PcaReading(
                responses
                        .provenance()
                        .with("components of", path ? "condition means through sites" : "single trials")
                        .with("scaled", scaled ? "by unit" : "no"),
                steps.stream().map(Patterns::name).toList(),
                column.map(c -> labels.column()),
                labels.classes(),
                List.of(of),
                Tables.list(spectrum.variances()),
                spectrum.participation(),
                held,
                Tables.named("component", "unit", spectrum.axes()),
                Tables.named(path ? "condition and step" : "trial", "component", scores),
                notes);
    }

    /** All trials in one condition without a name. */
    private Labels one() {
        int[] trials = IntStream.range(0, responses.trials().count()).toArray();
        return new Labels("", List.of(""), trials, new int[trials.length]);
    }

    private void requireOneWidth(List<Patterns> steps) {
        if (steps.size() == 1) {
            return;
        }
        if (column.isEmpty()) {
            throw new PatchclampException(
                    "Through " + steps.size()
                            + " sites the means of conditions are followed, and no condition is named.",
                    "--by "
                            + (responses.trials().columns().isEmpty()
                                    ? "COLUMN"
                                    : responses.trials().columns().get(0)) + ", or --at with one site");
        }
        for (Patterns step : steps) {
            if (step.units() != steps.get(0).units()) {
                throw new PatchclampException(
                        "'" + step.name() + "' has " + step.units() + " units and '"
                                + steps.get(0).name() + "' " + steps.get(0).units() + ": a path needs one space.",
                        "--at with sites of one kind, such as L*.resid_post");
            }
        }
    }

    private List<float[][]> scaled(List<Patterns> steps) {
        if (!scaled) {
            return steps.stream().map(Patterns::rows).toList();
        }
        float[][] together =
                steps.stream().flatMap(s -> Arrays.stream(s.rows())).toArray(float[][]::new);
        float[][] z =
                Gram.standardised(together, IntStream.range(0, together.length).toArray(), true);
        int n = steps.get(0).rows().length;
        return IntStream.range(0, steps.size())
                .mapToObj(s -> Arrays.copyOfRange(z, s * n, (s + 1) * n))
                .toList();
    }

    /** Single trials, or condition means step by step. */
    private static double[][] rows(List<float[][]> steps, Labels labels, int[] trials, boolean path) {
        int units = steps.get(0)[0].length;
        if (!path) {
            return Arrays.stream(trials)
                    .mapToObj(t -> IntStream.range(0, units)
                            .mapToDouble(u -> steps.get(0)[t][u])
                            .toArray())
                    .toArray(double[][]::new);
        }
        int classes = labels.classes().size();
        double[][] rows = new double[classes * steps.size()][units];
        int[] counts = new int[classes];
        Arrays.stream(trials).forEach(t -> counts[labels.of()[t]]++);
        for (int s = 0; s < steps.size(); s++) {
            for (int t : trials) {
                int c = labels.of()[t];
                double[] row = rows[c * steps.size() + s];
                float[] from = steps.get(s)[t];
                for (int u = 0; u < units; u++) {
                    row[u] += (double) from[u] / counts[c];
                }
            }
        }
        return rows;
    }

    private List<Double> held(List<float[][]> steps, Labels labels, boolean path, List<String> notes) {
        Groups groups = Groups.of(responses.trials(), labels.trials(), group);
        Folds folds;
        try {
            folds = Folds.parts(groups, labels, Math.min(PARTS, groups.count()), seed);
        } catch (PatchclampException tooFew) {
            notes.add("no part could be left out, as conditions and groups of " + groups.words()
                    + " do not cross: how much of the variance is noise is not known");
            return List.of();
        }
        double[] left = new double[0];
        double whole = 0;
        for (int f = 0; f < folds.count(); f++) {
            Progress.checkCancelled("finding components");
            progress.at("finding components", f, folds.count(), "parts");
            double[][] train = rows(steps, labels, folds.outside(f, f), path);
            double[][] test = rows(steps, labels, folds.in(f), path);
            Spectrum spectrum = Spectrum.of(train, components);
            left = left.length == 0
                    ? new double[spectrum.axes().length]
                    : Arrays.copyOf(left, Math.min(left.length, spectrum.axes().length));
            for (double[] row : test) {
                double[] x = row.clone();
                Dense.add(x, spectrum.mean(), -1);
                double rest = Arrays.stream(x).map(v -> v * v).sum();
                whole += rest;
                double[] scores = spectrum.scores(row);
                for (int k = 0; k < left.length; k++) {
                    rest -= scores[k] * scores[k];
                    left[k] += rest;
                }
            }
        }
        double all = whole;
        return Arrays.stream(left).map(r -> 1 - r / all).boxed().toList();
    }

    private Pca with(Consumer<Pca> change) {
        try {
            Pca copy = (Pca) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
