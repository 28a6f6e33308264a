package io.patchclamp.edit;

import java.util.Arrays;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;

/** The numbers of one electrode in some activations. */
final class Columns {
    private final Activations source;
    private final Activations.Place place;
    private final boolean attention;
    private final int[] columns;
    private final int numbers;
    private final int[][] positions;

    private Columns(Activations source, Activations.Place place, boolean attention, int... columns) {
        this.source = source;
        this.place = place;
        this.attention = attention;
        this.columns = columns;
        this.numbers = place.numbers().length;
        this.positions = new int[source.trials()][];
        for (int trial = 0; trial < positions.length; trial++) {
            positions[trial] = place.positions(trial);
        }
    }

    /** The electrode's numbers, or an error that says which are not there. */
    static Columns of(Electrode electrode, Activations source) {
        Activations.Place place = source.at(
                        electrode.site().point(), electrode.site().layer())
                .orElseThrow(() -> new PatchclampException(
                        "'" + source.title() + "' was not recorded at '"
                                + electrode.site().name() + "'.",
                        "%%record --at " + electrode.site().name() + " first, or an edit at a site that was recorded"));
        int[] there = place.numbers();
        int[] wanted = numbers(electrode);
        int[] columns = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            columns[i] = Arrays.binarySearch(there, wanted[i]);
            if (columns[i] < 0) {
                throw new PatchclampException(
                        "'" + source.title() + "' has " + there.length + " numbers a token at '"
                                + electrode.site().name() + "', and number " + wanted[i] + " is not among them.",
                        "an edit of the units that were recorded, or a recording of all of them");
            }
        }
        return new Columns(source, place, electrode.site().point().isAttention(), columns);
    }

    /** An electrode's numbers on the flat axis of its place; heads for attention. */
    static int[] numbers(Electrode electrode) {
        int[] units = electrode.unitArray();
        int perUnit = electrode.site().width() / electrode.site().units();
        int[] numbers = new int[units.length * perUnit];
        for (int u = 0; u < units.length; u++) {
            for (int k = 0; k < perUnit; k++) {
                numbers[u * perUnit + k] = units[u] * perUnit + k;
            }
        }
        return numbers;
    }

    int[] positions(int trial) {
        return positions[trial];
    }

    /** One recorded row; for attention each head's keys, one head after the other. */
    float[] row(int trial, int row) {
        float[] all = place.row(trial, row);
        int each = attention ? all.length / numbers : 1;
        float[] chosen = new float[columns.length * each];
        for (int i = 0; i < columns.length; i++) {
            System.arraycopy(all, columns[i] * each, chosen, i * each, each);
        }
        return chosen;
    }

    /** The row of a position, or null. */
    float[] at(int trial, int position) {
        int row = Arrays.binarySearch(positions[trial], position);
        return row < 0 ? null : row(trial, row);
    }

    /** How many rows there are over all trials. */
    int rows() {
        return Arrays.stream(positions).mapToInt(p -> p.length).sum();
    }

    /** Each number's mean over all rows. */
    float[] mean() {
        double[] sums = new double[columns.length];
        for (int trial = 0; trial < source.trials(); trial++) {
            for (int row = 0; row < positions[trial].length; row++) {
                add(sums, row(trial, row));
            }
        }
        return divided(sums, rows());
    }

    /** Each number's mean over trials, position by position; null where no trial has one. */
    float[][] meanByPosition() {
        int last = -1;
        for (int trial = 0; trial < source.trials(); trial++) {
            last = Math.max(last, Arrays.stream(positions(trial)).max().orElse(-1));
        }
        double[][] sums = new double[last + 1][];
        int[] counts = new int[last + 1];
        for (int trial = 0; trial < source.trials(); trial++) {
            for (int row = 0; row < positions[trial].length; row++) {
                int position = positions[trial][row];
                if (position >= 0) {
                    sums[position] = sums[position] == null ? new double[columns.length] : sums[position];
                    add(sums[position], row(trial, row));
                    counts[position]++;
                }
            }
        }
        float[][] means = new float[last + 1][];
        for (int p = 0; p <= last; p++) {
            means[p] = sums[p] == null ? null : divided(sums[p], counts[p]);
        }
        return means;
    }

    /** Each number's quantile over all rows, between two neighbours on a straight line. */
    float[] quantile(double probability) {
        int n = rows();
        float[][] sorted = new float[columns.length][n];
        int at = 0;
        for (int trial = 0; trial < source.trials(); trial++) {
            for (int row = 0; row < positions[trial].length; row++) {
                float[] numbers = row(trial, row);
                for (int i = 0; i < numbers.length; i++) {
                    sorted[i][at] = numbers[i];
                }
                at++;
            }
        }
        float[] quantiles = new float[columns.length];
        double rank = probability * (n - 1);
        int below = (int) Math.floor(rank);
        for (int i = 0; i < quantiles.length; i++) {
            Arrays.sort(sorted[i]);
            double low = sorted[i][below];
            double high = sorted[i][Math.min(n - 1, below + 1)];
            quantiles[i] = (float) (low + (rank - below) * (high - low));
        }
        return quantiles;
    }

    private static void add(double[] sums, float... numbers) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += numbers[i];
        }
    }

    private static float[] divided(double[] sums, int count) {
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / count);
        }
        return mean;
    }
}
