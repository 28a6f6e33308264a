package io.patchclamp.epoch;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.stats.UnitTable;

/**
 * Responses as statistics read them, each item the mean of its trials. A unit whose numbers differ by less than a millionth of the largest is constant: that
 * much is round-off of batches, and t has no size.
 *
 * @param responses the numbers
 * @param members the trials of each item
 */
record ResponseTable(Responses responses, List<List<Integer>> members) implements UnitTable {
    private static final double ROUND_OFF = 1e-6;

    @Override
    public int items() {
        return members.size();
    }

    @Override
    public int units() {
        return responses.units().size();
    }

    @Override
    public double[] unit(int unit) {
        double[] column = new double[members.size()];
        for (int i = 0; i < column.length; i++) {
            double sum = 0;
            for (int t : members.get(i)) {
                sum += responses.get(t, unit);
            }
            column[i] = sum / members.get(i).size();
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : column) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        if (high - low <= ROUND_OFF * Math.max(Math.abs(low), Math.abs(high))) {
            Arrays.fill(column, column[0]);
        }
        return column;
    }
}
