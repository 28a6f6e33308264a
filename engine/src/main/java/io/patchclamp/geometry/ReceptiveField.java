package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
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
     * @param how how often activations are turned around, and from which seed; each trial is by itself, whatever columns
     *     are named
     * @return what it answers to
     * @throws PatchclampException if {@code embed} or the site was not recorded, or there is no such unit
     * @throws io.patchclamp.fault.CancelledException if the thread is interrupted
     */
    public static ReceptiveField of(Recording recording, String site, int index, int top, Shuffling how) {
        int permutations = how.times();
        long seed = how.seed();
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
        if (activations.stream().allMatch(a -> a.length == 0)) {
            throw new PatchclampException(
                    "No trial has a recorded token behind its first, and a receptive field is over tokens.",
                    "%%record without --pool, every token of each text");
        }
        TriggeredAverage triggered =
                new TriggeredAverage(activations, stimuli, embed.site().width());
        double[] average = triggered.average(null);
        double length = TriggeredAverage.length(average);
        int reached = 1;
        for (int b = 1; b <= permutations; b++) {
            Progress.checkCancelled("turning activations");
            double turned = TriggeredAverage.length(triggered.average(Shuffles.random(seed, b)));
            reached += turned >= length * (1 - 1e-9) ? 1 : 0;
            how.progress().at("turning activations", b, permutations, "turns");
        }
        float[] numbers = new float[average.length];
        for (int u = 0; u < numbers.length; u++) {
            numbers[u] = (float) average[u];
        }
        int tokens = activations.stream().mapToInt(a -> a.length).sum();
        return new ReceptiveField(
                recording
                        .provenance()
                        .with("seed", String.valueOf(seed))
                        .tested(Optional.of(Tail.GREATER), "a test of a length"),
                new Unit(place.site(), index).name(),
                Exemplars.highest(recording, activations, top),
                Exemplars.lowest(recording, activations, top),
                NamedArray.of(List.of("unit"), new int[] {numbers.length}, numbers),
                triggered.nearest(recording, average).stream().limit(top).toList(),
                length,
                reached / (permutations + 1.0),
                Basis.of(
                                Map.of("trials", activations.size()),
                                "length of the token-triggered average over " + tokens + " tokens",
                                Tail.GREATER)
                        .drawn(
                                "length of the token-triggered average over " + tokens
                                        + " tokens; activations turned around within each trial, " + permutations
                                        + " times",
                                seed));
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
