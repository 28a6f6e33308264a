package io.patchclamp.magic;

import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;

/**
 * Two axes of an array that may have a third one of heads.
 *
 * @param data {@code [token, unit]}
 * @param units the columns' numbers
 * @param unit what one column is
 * @param note which head was taken; may be empty
 */
record Plane(NamedArray data, int[] units, String unit, String note) {
    /**
     * The plane of {@code [token, unit]}, {@code [token, head, dimension]} or {@code [head, query, key]}. The numbers are
     * those of the units, or of the heads where there are some.
     */
    static Plane of(NamedArray array, List<Integer> numbers, boolean attention, MagicCall call) {
        int rank = array.axes().size();
        if (rank == 2) {
            if (call.has("head")) {
                throw new UsageException(
                        "There are no heads in " + array + ".", "%heatmap without --head, or --units to choose some");
            }
            int[] units = numbers.stream().mapToInt(Integer::intValue).toArray();
            return new Plane(array, units, singular(array.axes().get(1)), "");
        }
        if (attention) {
            int row = row(call, numbers, numbers.get(0));
            NamedArray head = array.at(row);
            return new Plane(head, range(head.shape()[1]), "key", " head " + numbers.get(row));
        }
        int[] shape = array.shape();
        if (!call.has("head")) {
            NamedArray flat = NamedArray.of(
                    List.of(array.axes().get(0), "unit"), new int[] {shape[0], shape[1] * shape[2]}, array.toArray());
            return new Plane(
                    flat,
                    range(shape[1] * shape[2]),
                    "dimension",
                    ", heads " + numbers.get(0) + " to " + numbers.get(numbers.size() - 1) + " side by side");
        }
        int head = row(call, numbers, numbers.get(0));
        float[] cut = new float[shape[0] * shape[2]];
        for (int t = 0; t < shape[0]; t++) {
            array.copyTo((t * shape[1] + head) * shape[2], cut, t * shape[2], shape[2]);
        }
        NamedArray one =
                NamedArray.of(List.of(array.axes().get(0), array.axes().get(2)), new int[] {shape[0], shape[2]}, cut);
        return new Plane(one, range(shape[2]), "dimension", " head " + numbers.get(head));
    }

    private static int row(MagicCall call, List<Integer> heads, int fallback) {
        int head = call.count("head").orElse(fallback);
        int row = heads.indexOf(head);
        if (row < 0) {
            throw new UsageException(
                    "Head " + head + " was not recorded, heads " + heads + " were.", "--head " + fallback);
        }
        return row;
    }

    private static int[] range(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static String singular(String axis) {
        return switch (axis) {
            case "d_mlp" -> "neuron";
            case "d_model", "d_head" -> "dimension";
            case "vocab" -> "token id";
            case "head", "kv_head" -> "head";
            default -> axis;
        };
    }
}
