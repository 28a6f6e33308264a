package io.patchclamp.attribute;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Gradient;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Slab;
import io.patchclamp.model.Write;
import io.patchclamp.record.TokenText;

/**
 * Gradients along the way from zero to what one site really has, averaged.
 *
 * @param shares one a number, {@code [token, unit…]}
 * @param values what the site really has
 * @param convergence whether they add up
 */
record PathIntegral(float[] shares, float[] values, Convergence convergence) {
    private static final int TOKENS_SIDE_BY_SIDE = 1024;

    /** So many rows, each with a share of what is there: 1 for all of it. */
    private record Shrunk(Electrode electrode, boolean[] chosen, double[] shares) implements Write {
        @Override
        public Point point() {
            return electrode.site().point();
        }

        @Override
        public int layer() {
            return electrode.site().layer();
        }

        @Override
        public void write(Slab slab) {
            float[] data = slab.data();
            int perRow = data.length / slab.rows();
            for (int i = 0; i < data.length; i++) {
                double share = shares[i / perRow];
                if (share != 1 && chosen[i % chosen.length] && Signs.meant(electrode, data[i])) {
                    data[i] = (float) (data[i] * share);
                }
            }
        }
    }

    static PathIntegral of(Model model, Electrode electrode, TokenText text, int at, Goal goal, int steps) {
        Quadrature rule = Quadrature.of(steps).closeToZero();
        // Both ends are looked at, too; they weigh nothing.
        double[] places = new double[steps + 2];
        double[] weights = new double[steps + 2];
        places[1] = 1;
        System.arraycopy(rule.nodes(), 0, places, 2, steps);
        System.arraycopy(rule.weights(), 0, weights, 2, steps);
        double[] goals = new double[places.length];
        boolean[] chosen = Signs.chosen(electrode);
        int width = chosen.length;
        double[] mean = new double[text.count() * width];
        float[] values = null;
        int together = Math.max(2, TOKENS_SIDE_BY_SIDE / text.count());
        for (int first = 0; first < places.length; first += together) {
            int from = first;
            int rows = Math.min(together, places.length - first);
            int[][] tokens = new int[rows][];
            int[] readAt = new int[rows];
            Arrays.fill(tokens, text.toArray());
            Arrays.fill(readAt, at);
            Write shrunk = new Shrunk(electrode, chosen, Arrays.copyOfRange(places, first, first + rows));
            Gradient found = model.differentiate(tokens, List.of(shrunk), readAt, List.of(electrode.site()), logits -> {
                        float[][] slope = new float[logits.length][];
                        for (int row = 0; row < logits.length; row++) {
                            goals[from + row] = goal.value(logits[row]);
                            slope[row] = goal.slope(logits[row]);
                        }
                        return slope;
                    })
                    .get(0);
            float[] gradient = found.gradient().data();
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += weights[first + row] * gradient[row * mean.length + i];
                }
            }
            if (first == 0) {
                values = Arrays.copyOfRange(found.value().data(), mean.length, 2 * mean.length);
            }
        }
        float[] shares = new float[mean.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            boolean counts = chosen[i % width] && Signs.meant(electrode, values[i]);
            shares[i] = counts ? (float) (mean[i] * values[i]) : 0;
            sum += shares[i];
        }
        return new PathIntegral(shares, values, new Convergence(sum, goals[1] - goals[0], steps));
    }
}
