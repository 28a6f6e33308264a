package io.patchclamp.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Site;

/**
 * What one electrode recorded, trial by trial.
 *
 * @param site where
 * @param units which units, ascending; empty for all
 * @param trials one array a trial: {@code [token, unit…]}, or {@code [head, query, key]} for attention; the token axis
 *     has one row a recorded token, in order of time over prompt and generated tokens; read from disk one at a time
 *     where the recording was too large for memory
 */
public record SiteRecording(Site site, List<Integer> units, List<NamedArray> trials) {
    public SiteRecording {
        Objects.requireNonNull(site, "site");
        units = List.copyOf(units);
        trials = trials instanceof OnDisk ? trials : List.copyOf(trials);
    }

    /**
     * The shape of each trial's array. Reads none of them.
     *
     * @return the axes' lengths, one array a trial
     */
    public List<int[]> shapes() {
        return trials instanceof OnDisk stored
                ? stored.shapes()
                : trials.stream().map(NamedArray::shape).toList();
    }

    /**
     * All trials in one array, shorter ones filled up with NaN on the right of the token (or query and key) axis.
     *
     * @return {@code [trial, token, unit…]} or {@code [trial, head, query, key]}
     */
    public NamedArray padded() {
        return padded(Padding.RIGHT);
    }

    /**
     * All trials in one array, shorter ones filled up with NaN along the token (or query and key) axis.
     *
     * @param side on which side
     * @return {@code [trial, token, unit…]} or {@code [trial, head, query, key]}
     */
    public NamedArray padded(Padding side) {
        int rank = trials.get(0).axes().size();
        int[] shape = new int[rank + 1];
        shape[0] = trials.size();
        for (int[] s : shapes()) {
            for (int i = 0; i < rank; i++) {
                shape[i + 1] = Math.max(shape[i + 1], s[i]);
            }
        }
        List<String> axes = new ArrayList<>(List.of("trial"));
        axes.addAll(trials.get(0).axes());
        float[] all = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        Arrays.fill(all, Float.NaN);
        int block = all.length / shape[0];
        for (int t = 0; t < trials.size(); t++) {
            NamedArray trial = trials.get(t);
            fill(trial, trial.shape(), Arrays.copyOfRange(shape, 1, rank + 1), side, all, t * block);
        }
        return NamedArray.of(axes, shape, all);
    }

    private static void fill(NamedArray from, int[] small, int[] large, Padding side, float[] to, int offset) {
        int last = small.length - 1;
        int run = small[last];
        int rows = run == 0 ? 0 : from.size() / run;
        int[] index = new int[small.length - 1];
        for (int row = 0; row < rows; row++) {
            int at = 0;
            for (int i = 0; i < index.length; i++) {
                at = (at + side.start(small[i], large[i]) + index[i]) * large[i + 1];
            }
            from.copyTo(row * run, to, offset + at + side.start(run, large[last]), run);
            for (int i = index.length - 1; i >= 0 && ++index[i] == small[i]; i--) {
                index[i] = 0;
            }
        }
    }

    /**
     * The mean over trials, token by token: a token that only some trials have is averaged over those.
     *
     * @return {@code [token, unit…]} or {@code [head, query, key]}
     */
    public NamedArray mean() {
        NamedArray padded = padded();
        int n = trials.size();
        int block = padded.size() / n;
        float[] all = padded.toArray();
        float[] mean = new float[block];
        for (int i = 0; i < block; i++) {
            double sum = 0;
            int count = 0;
            for (int t = 0; t < n; t++) {
                float v = all[t * block + i];
                if (!Float.isNaN(v)) {
                    sum += v;
                    count++;
                }
            }
            mean[i] = count == 0 ? Float.NaN : (float) (sum / count);
        }
        int[] shape = padded.shape();
        return NamedArray.of(
                padded.axes().subList(1, padded.axes().size()), Arrays.copyOfRange(shape, 1, shape.length), mean);
    }

    /**
     * How many trials have each token.
     *
     * @return one count a token (or query)
     */
    public int[] trialsPerToken() {
        int axis = site.point().isAttention() ? 1 : 0;
        int longest = shapes().stream().mapToInt(s -> s[axis]).max().orElse(0);
        int[] counts = new int[longest];
        for (int[] shape : shapes()) {
            for (int i = 0; i < shape[axis]; i++) {
                counts[i]++;
            }
        }
        return counts;
    }
}
