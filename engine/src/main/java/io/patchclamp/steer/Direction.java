package io.patchclamp.steer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.patchclamp.steer.SteeringVector.Method;

/**
 * A vector, and the middle between the two conditions along it.
 *
 * @param vector as long as the conditions are apart
 * @param middle the projection halfway between the means it was learnt from
 */
record Direction(float[] vector, double middle) {
    private static final int ITERATIONS = 200;

    static Direction learn(List<float[]> first, List<float[]> second, Method method) {
        double[] difference = difference(mean(first), mean(second));
        return along(method == Method.MEAN ? difference : component(first, second), first, second);
    }

    static Direction random(SplittableRandom random, List<float[]> first, List<float[]> second) {
        double[] any = new double[first.get(0).length];
        for (int i = 0; i < any.length; i++) {
            any[i] = random.nextGaussian();
        }
        return along(any, first, second);
    }

    /** Turned towards the second condition, and as long as the means are apart along it. */
    private static Direction along(double[] line, List<float[]> first, List<float[]> second) {
        double[] from = mean(first);
        double[] to = mean(second);
        double squares = dot(line, line);
        double scale = squares == 0 ? 0 : dot(line, difference(from, to)) / squares;
        float[] vector = new float[line.length];
        double middle = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (scale * line[i]);
            middle += vector[i] * (from[i] + to[i]) / 2;
        }
        return new Direction(vector, middle);
    }

    /** The first principal component, by way of the trials' own products, which are few. */
    private static double[] component(List<float[]> first, List<float[]> second) {
        List<float[]> all = new ArrayList<>(first);
        all.addAll(second);
        double[] centre = mean(all);
        int n = all.size();
        double[][] centred = new double[n][];
        for (int t = 0; t < n; t++) {
            centred[t] = new double[centre.length];
            for (int i = 0; i < centre.length; i++) {
                centred[t][i] = all.get(t)[i] - centre[i];
            }
        }
        double[][] products = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                products[a][b] = dot(centred[a], centred[b]);
                products[b][a] = products[a][b];
            }
        }
        double[] weights = new double[n];
        SplittableRandom random = new SplittableRandom(1);
        for (int t = 0; t < n; t++) {
            weights[t] = random.nextGaussian();
        }
        for (int k = 0; k < ITERATIONS; k++) {
            double[] next = new double[n];
            for (int a = 0; a < n; a++) {
                next[a] = dot(products[a], weights);
            }
            double norm = Math.sqrt(dot(next, next));
            for (int a = 0; a < n; a++) {
                weights[a] = norm == 0 ? 0 : next[a] / norm;
            }
        }
        double[] component = new double[centre.length];
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < component.length; i++) {
                component[i] += weights[t] * centred[t][i];
            }
        }
        return component;
    }

    /** The share of trials on their own side of the middle; on the middle counts half. */
    double accuracy(List<float[]> first, List<float[]> second) {
        double right = 0;
        for (float[] trial : first) {
            right += side(projection(trial) - middle, -1);
        }
        for (float[] trial : second) {
            right += side(projection(trial) - middle, 1);
        }
        return right / (first.size() + second.size());
    }

    private static double side(double distance, int own) {
        return distance == 0 ? 0.5 : distance * own > 0 ? 1 : 0;
    }

    /** Distance of the mean projections in pooled standard deviations. */
    double separation(List<float[]> first, List<float[]> second) {
        double[] a = first.stream().mapToDouble(this::projection).toArray();
        double[] b = second.stream().mapToDouble(this::projection).toArray();
        double pooled = Math.sqrt((squares(a) + squares(b)) / (a.length + b.length - 2));
        return (average(b) - average(a)) / pooled;
    }

    private double projection(float... trial) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += (double) vector[i] * trial[i];
        }
        return sum;
    }

    private static double average(double... numbers) {
        double sum = 0;
        for (double x : numbers) {
            sum += x;
        }
        return sum / numbers.length;
    }

    private static double squares(double... numbers) {
        double mean = average(numbers);
        double sum = 0;
        for (double x : numbers) {
            sum += (x - mean) * (x - mean);
        }
        return sum;
    }

    private static double[] mean(List<float[]> trials) {
        double[] mean = new double[trials.get(0).length];
        for (float[] trial : trials) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += trial[i] / (double) trials.size();
            }
        }
        return mean;
    }

    private static double[] difference(double[] from, double... to) {
        double[] difference = new double[from.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = to[i] - from[i];
        }
        return difference;
    }

    private static double dot(double[] a, double... b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
