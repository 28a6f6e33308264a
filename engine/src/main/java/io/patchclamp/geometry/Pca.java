package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.patchclamp.epoch.Epochs;
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

    private final Places places;

    private Optional<String> column = Optional.empty();
    private Optional<String> group = Optional.empty();
    private boolean scaled;
    private boolean apart;
    private int components = 10;
    private long seed;
    private Progress progress = Progress.SILENT;

    private Pca(Places places) {
        this.places = places;
    }

    /**
     * Components with every choice at its default.
     *
     * @param responses of one site, or of several of one width
     * @return the analysis
     */
    public static Pca of(Responses responses) {
        return new Pca(Places.of(responses));
    }

    /**
     * Components of condition means on their way through offsets from an event, at one site.
     *
     * @param epochs of one site; trials that do not have every offset are left out
     * @return the analysis
     * @throws PatchclampException if no trial has every offset
     */
    public static Pca of(Epochs epochs) {
        return new Pca(Places.of(epochs));
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
     * Sets whether what all conditions do alike at a step is taken out of it, which is most of any path: tokens and layers
     * differ more than conditions. Default: no.
     *
     * @param only true to follow what tells conditions apart, the mean over conditions subtracted step by step
     * @return a changed copy
     */
    public Pca differences(boolean only) {
        return with(p -> p.apart = only);
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
        Labels labels = column.map(c -> Labels.of(places.trials(), c)).orElseGet(this::one);
        List<Patterns> steps = places.patterns(labels.trials());
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
        List<String> notes = new ArrayList<>(places.notes());
        List<Double> held = held(scaledRows, labels, path, notes);
        double[][] scores = Arrays.stream(rows).map(spectrum::scores).toArray(double[][]::new);
        return new PcaReading(
                places.provenance()
                        .with(
                                "components of",
                                path
                                        ? "condition means through "
                                                + places.course().word() + "s"
                                        : "single trials")
                        .with("less", path && apart ? "the mean over conditions at each step" : "the mean of all")
                        .with("scaled", scaled ? "by unit" : "no"),
                places.course(),
                steps.stream().map(Patterns::name).toList(),
                column.map(c -> labels.column()),
                labels.classes(),
                places.spread(labels.trials(), labels.of()),
                Tables.list(spectrum.variances()),
                spectrum.participation(),
                held,
                Tables.named("component", "unit", spectrum.axes()),
                Tables.named(path ? "condition and step" : "trial", "component", scores),
                notes);
    }

    /** All trials in one condition without a name. */
    private Labels one() {
        int[] trials = IntStream.range(0, places.trials().count()).toArray();
        return new Labels("", List.of(""), trials, new int[trials.length]);
    }

    private void requireOneWidth(List<Patterns> steps) {
        if (steps.size() == 1) {
            return;
        }
        if (column.isEmpty()) {
            throw new PatchclampException(
                    "Through " + steps.size() + " " + places.course().word()
                            + "s the means of conditions are followed, and no condition is named.",
                    "--by "
                            + (places.trials().columns().isEmpty()
                                    ? "COLUMN"
                                    : places.trials().columns().get(0)) + ", or --at with one site");
        }
        places.requireOneSpace(steps);
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
    private double[][] rows(List<float[][]> steps, Labels labels, int[] trials, boolean path) {
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
            if (apart) {
                double[] common = new double[units];
                for (int c = 0; c < classes; c++) {
                    Dense.add(common, rows[c * steps.size() + s], 1.0 / classes);
                }
                for (int c = 0; c < classes; c++) {
                    Dense.add(rows[c * steps.size() + s], common, -1);
                }
            }
        }
        return rows;
    }

    private List<Double> held(List<float[][]> steps, Labels labels, boolean path, List<String> notes) {
        Groups groups = Groups.of(places.trials(), labels.trials(), group);
        if (groups.count() < 2) {
            notes.add("no part could be left out, as all trials are one group of " + groups.words()
                    + ": how much of the variance is noise is not known");
            return List.of();
        }
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
            if (train.length < 2) {
                notes.add("no part could be left out: " + train.length + " trial would remain");
                return List.of();
            }
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
