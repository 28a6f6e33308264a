package io.patchclamp.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.record.ResultArray;

/** A sweep in numbers. */
final class CellArrays {
    private CellArrays() {}

    /** Layer, unit and token of each cell. */
    static ResultArray of(List<Cell> cells) {
        ResultArray out = ResultArray.ids("cells", cells.size(), 3);
        for (int c = 0; c < cells.size(); c++) {
            out.put(cells.get(c).layer(), c, 0);
            out.put(cells.get(c).unit(), c, 1);
            out.put(cells.get(c).token(), c, 2);
        }
        return out;
    }

    /** One number a trial. */
    static NamedArray trialAxis(double[] numbers) {
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) numbers[i];
        }
        return NamedArray.of(List.of("trial"), new int[] {out.length}, out);
    }

    /** Effects as shares of the mean way from corrupt to clean; NaN where there is no way to go. */
    static NamedArray recovered(NamedArray effect, NamedArray clean, NamedArray corrupt) {
        int trials = clean.shape()[0];
        double way = 0;
        for (int t = 0; t < trials; t++) {
            way += clean.get(t) - corrupt.get(t);
        }
        way /= trials;
        float[] out = effect.toArray();
        for (int i = 0; i < out.length; i++) {
            out[i] = way == 0 ? Float.NaN : (float) (out[i] / way);
        }
        return NamedArray.of(effect.axes(), effect.shape(), out);
    }

    /** What to say of cells that changed nothing. */
    static List<String> idle(List<String> names, int of, String what) {
        if (names.isEmpty()) {
            return List.of();
        }
        String some = String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", …" : "");
        return List.of(names.size() + " of " + of + " " + what + " changed no number: " + some);
    }

    /** What to say of cells whose metric is no number. */
    static List<String> notNumbers(List<Cell> cells, double[][] values) {
        long wrong = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(v -> !Double.isFinite(v))
                .count();
        return firstNotNumber(cells, values)
                .map(first -> wrong + " of " + (long) values.length * values[0].length
                        + " values are no finite number, first " + first
                        + ": under that edit a number grew beyond what 32 bits hold")
                .stream()
                .toList();
    }

    /** For what is fitted or tested: one that is no number would spoil all of it. */
    static void requireNumbers(List<Cell> cells, double[][] values) {
        firstNotNumber(cells, values).ifPresent(first -> {
            throw new PatchclampException(
                    "The model's output is not a number under " + first
                            + ": somewhere inside, a number grew beyond what 32 bits hold.",
                    "smaller doses");
        });
    }

    private static Optional<String> firstNotNumber(List<Cell> cells, double[][] values) {
        for (int c = 0; c < values.length; c++) {
            for (int t = 0; t < values[c].length; t++) {
                if (!Double.isFinite(values[c][t])) {
                    return Optional.of(cells.get(c).name() + " in trial " + t);
                }
            }
        }
        return Optional.empty();
    }
}
