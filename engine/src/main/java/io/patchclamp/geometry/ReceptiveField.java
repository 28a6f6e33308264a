package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

import io.patchclamp.array.NamedArray;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.ResultArray;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.Tail;

/**
 * What a unit answers to: the tokens at which it is highest and lowest, in their context, and the mean embedding of tokens
 * weighted by its activation, as a spike-triggered average is of stimuli.
 *
 * @param provenance how it was made
 * @param unit its name
 * @param highest where it is largest, one a trial at most, and one of trials that are the same up to there
 * @param lowest where it is smallest, likewise
 * @param average {@code [unit]} of the embedding: Σ a(x - mean x) / Σ|a|
 * @param nearest tokens of the recording whose embedding lies in its direction, the nearest first
 * @param length how long the average is
 * @param p how often activations that were turned around within each trial give one as long
 * @param basis what the p rests on
 */
public record ReceptiveField(
        Provenance provenance,
        String unit,
        List<Exemplar> highest,
        List<Exemplar> lowest,
        NamedArray average,
        List<Near> nearest,
        double length,
        double p,
        Basis basis)
        implements Exportable {
    private static final int BEFORE = 8;
    private static final int AFTER = 3;

    public ReceptiveField {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(unit, "unit");
        highest = List.copyOf(highest);
        lowest = List.copyOf(lowest);
        nearest = List.copyOf(nearest);
    }

    /**
     * A token in its context.
     *
     * @param trial the trial's number, from 0
     * @param token the token's number in it, from 0
     * @param activation what the unit did there
     * @param context the token with up to eight before and three behind it, and what the unit did at each
     */
    public record Exemplar(int trial, int token, double activation, List<Shown> context) {
        public Exemplar {
            context = List.copyOf(context);
        }

        /**
         * The token itself.
         *
         * @return made visible
         */
        public String at() {
            return context.stream()
                    .filter(s -> s.number == token)
                    .findFirst()
                    .orElseThrow()
                    .visible();
        }

        /**
         * What stands before it.
         *
         * @return up to eight tokens, made visible
         */
        public String before() {
            return context.stream()
                    .filter(s -> s.number < token)
                    .map(Shown::visible)
                    .collect(java.util.stream.Collectors.joining());
        }
    }

    /**
     * A token and what the unit did at it.
     *
     * @param number the token's number in its trial, from 0
     * @param visible the token, made visible
     * @param activation NaN where it was left out or not recorded
     */
    public record Shown(int number, String visible, double activation) {
        public Shown {
            Objects.requireNonNull(visible, "visible");
        }
    }

    /**
     * A token near the average.
     *
     * @param token made visible
     * @param cosine of the angle between its centred embedding and the average
     */
    public record Near(String token, double cosine) {}

    /**
     * Looks at one unit. The first token of each trial is left out: its activations are far beyond all others in many
     * models, whatever it is.
     *
     * <p>Cost: tokens times the embedding's width, and that again for each turn. Source: Schwartz et al., Spike-triggered
     * neural characterization, 2006.
     *
     * @param recording every token of the unit's site and of {@code embed}
     * @param site the unit's site, as it was recorded, all its units
     * @param index which of its units
     * @param top how many exemplars and tokens
     * @param permutations how many times activations are turned around
     * @param seed what turns are drawn from
     * @return what it answers to
     * @throws PatchclampException if {@code embed} or the site was not recorded, or there is no such unit
     */
    public static ReceptiveField of(Recording recording, String site, int index, int top, int permutations, long seed) {
        SiteRecording place = recording.site(site);
        SiteRecording embed = recording.site("embed");
        int inner = place.site().width() / place.site().units();
        List<Integer> recorded = place.units().isEmpty()
                ? java.util.stream.IntStream.range(0, place.site().units())
                        .boxed()
                        .toList()
                : place.units();
        int width = recorded.size() * inner;
        int column = index < 0 || !recorded.contains(index / inner)
                ? -1
                : recorded.indexOf(index / inner) * inner + index % inner;
        if (column < 0) {
            throw new PatchclampException(
                    "Unit " + index + " of '" + site + "' was not recorded, " + width + " from "
                            + recorded.get(0) * inner + " to " + (recorded.get(recorded.size() - 1) * inner + inner - 1)
                            + " were.",
                    "unit " + recorded.get(0) * inner);
        }
        List<double[]> activations = new ArrayList<>();
        List<float[][]> stimuli = new ArrayList<>();
        for (int t = 0; t < recording.trials().size(); t++) {
            float[] all = place.trials().get(t).toArray();
            float[] x = embed.trials().get(t).toArray();
            int rows = all.length / width;
            int d = embed.site().width();
            double[] a = new double[Math.max(0, rows - 1)];
            float[][] rest = new float[a.length][];
            for (int r = 1; r < rows; r++) {
                a[r - 1] = all[r * width + column];
                rest[r - 1] = java.util.Arrays.copyOfRange(x, r * d, (r + 1) * d);
            }
            activations.add(a);
            stimuli.add(rest);
        }
        double[] mean = mean(stimuli, embed.site().width());
        double[] average = average(activations, stimuli, mean, null);
        double length = Math.sqrt(dot(average, average));
        int reached = 1;
        for (int b = 1; b <= permutations; b++) {
            Progress.checkCancelled("turning activations");
            double[] turned = average(activations, stimuli, mean, Shuffles.random(seed, b));
            reached += Math.sqrt(dot(turned, turned)) >= length * (1 - 1e-9) ? 1 : 0;
        }
        List<Exemplar> exemplars = exemplars(recording, activations);
        float[] numbers = new float[average.length];
        for (int u = 0; u < numbers.length; u++) {
            numbers[u] = (float) average[u];
        }
        int tokens = activations.stream().mapToInt(a -> a.length).sum();
        return new ReceptiveField(
                recording.provenance().with("seed", String.valueOf(seed)),
                new Unit(place.site(), index).name(),
                exemplars.stream().limit(top).toList(),
                exemplars(
                                recording,
                                activations.stream()
                                        .map(ReceptiveField::negated)
                                        .toList())
                        .stream()
                        .limit(top)
                        .map(ReceptiveField::turned)
                        .toList(),
                NamedArray.of(List.of("unit"), new int[] {numbers.length}, numbers),
                nearest(recording, stimuli, mean, average).stream().limit(top).toList(),
                length,
                reached / (permutations + 1.0),
                Basis.of(
                                Map.of("trials", activations.size(), "tokens", tokens),
                                "length of the token-triggered average",
                                Tail.GREATER)
                        .drawn(
                                "length of the token-triggered average; activations turned around within each trial, "
                                        + permutations + " times",
                                seed));
    }

    private static Exemplar turned(Exemplar e) {
        return new Exemplar(
                e.trial(),
                e.token(),
                -e.activation(),
                e.context().stream()
                        .map(s -> new Shown(s.number(), s.visible(), -s.activation()))
                        .toList());
    }

    private static double[] negated(double[] a) {
        return java.util.Arrays.stream(a).map(v -> -v).toArray();
    }

    private static double[] mean(List<float[][]> stimuli, int width) {
        double[] mean = new double[width];
        int n = 0;
        for (float[][] trial : stimuli) {
            for (float[] x : trial) {
                n++;
                for (int u = 0; u < width; u++) {
                    mean[u] += x[u];
                }
            }
        }
        for (int u = 0; u < width; u++) {
            mean[u] /= Math.max(1, n);
        }
        return mean;
    }

    /** Turned around means: each trial's activations moved on by a number of its own, what falls off coming in again. */
    private static double[] average(
            List<double[]> activations, List<float[][]> stimuli, double[] mean, SplittableRandom random) {
        double[] sum = new double[mean.length];
        double weight = 0;
        for (int t = 0; t < activations.size(); t++) {
            double[] a = activations.get(t);
            int turn = random == null || a.length == 0 ? 0 : random.nextInt(a.length);
            for (int i = 0; i < a.length; i++) {
                double w = a[(i + turn) % a.length];
                weight += Math.abs(w);
                float[] x = stimuli.get(t)[i];
                for (int u = 0; u < sum.length; u++) {
                    sum[u] += w * (x[u] - mean[u]);
                }
            }
        }
        for (int u = 0; u < sum.length; u++) {
            sum[u] /= weight > 0 ? weight : 1;
        }
        return sum;
    }

    /** What was read up to a token decides what a unit does there: the same beginning is one exemplar. */
    private static List<Exemplar> exemplars(Recording recording, List<double[]> activations) {
        Set<List<Integer>> seen = new HashSet<>();
        List<Exemplar> best = new ArrayList<>();
        for (int t = 0; t < activations.size(); t++) {
            double[] a = activations.get(t);
            int at = -1;
            for (int i = 0; i < a.length; i++) {
                at = at < 0 || a[i] > a[at] ? i : at;
            }
            if (at >= 0) {
                RecordedTrial trial = recording.trials().get(t);
                int token = trial.rows().get(at + 1);
                List<Integer> read = new ArrayList<>(trial.prompt().ids());
                read.addAll(trial.generated());
                if (!seen.add(List.copyOf(read.subList(0, Math.min(read.size(), token + 1))))) {
                    continue;
                }
                best.add(new Exemplar(t, token, a[at], context(trial, a, token)));
            }
        }
        best.sort(Comparator.comparingDouble(e -> -e.activation()));
        return best;
    }

    private static List<Shown> context(RecordedTrial trial, double[] a, int token) {
        List<Shown> shown = new ArrayList<>();
        int last = Math.min(trial.visible().size() - 1, token + AFTER);
        for (int i = Math.max(0, token - BEFORE); i <= last; i++) {
            int row = trial.rows().indexOf(i);
            shown.add(new Shown(i, trial.visible().get(i), row < 1 ? Double.NaN : a[row - 1]));
        }
        return shown;
    }

    private static List<Near> nearest(Recording recording, List<float[][]> stimuli, double[] mean, double[] average) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        double length = Math.sqrt(dot(average, average));
        for (int t = 0; t < stimuli.size(); t++) {
            RecordedTrial trial = recording.trials().get(t);
            for (int i = 0; i < stimuli.get(t).length; i++) {
                double[] x = new double[mean.length];
                for (int u = 0; u < x.length; u++) {
                    x[u] = stimuli.get(t)[i][u] - mean[u];
                }
                double size = Math.sqrt(dot(x, x)) * length;
                cosines.putIfAbsent(
                        trial.visible().get(trial.rows().get(i + 1)), size > 0 ? dot(x, average) / size : 0);
            }
        }
        return cosines.entrySet().stream()
                .map(e -> new Near(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(n -> -n.cosine()))
                .toList();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int u = 0; u < a.length; u++) {
            sum += a[u] * b[u];
        }
        return sum;
    }

    /** {@code average [unit]} of the embedding, and {@code highest} and {@code lowest [exemplar]} activations. */
    @Override
    public List<ResultArray> exported() {
        ResultArray high = ResultArray.floats("highest", highest.size());
        ResultArray low = ResultArray.floats("lowest", lowest.size());
        for (int i = 0; i < highest.size(); i++) {
            high.put(highest.get(i).activation(), i);
        }
        for (int i = 0; i < lowest.size(); i++) {
            low.put(lowest.get(i).activation(), i);
        }
        return List.of(ResultArray.of("average", average), high, low);
    }
}
