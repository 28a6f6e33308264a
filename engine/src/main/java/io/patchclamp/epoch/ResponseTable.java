package io.patchclamp.epoch;

import java.util.Arrays;

import io.patchclamp.stats.UnitTable;

/**
 * Responses as statistics read them. A unit whose numbers differ by less than a millionth of the largest is constant: that
 * much is round-off of batches, and t has no size.
 *
 * @param responses the numbers
 */
record ResponseTable(Responses responses) implements UnitTable {
    private static final double ROUND_OFF = 1e-6;

    @Override
    public int items() {
        return responses.trials().count();
    }

    @Override
    public int units() {
        return responses.units().size();
    }

    @Override
    public double[] unit(int unit) {
        double[] column = responses.column(unit);
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
