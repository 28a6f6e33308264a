package io.patchclamp.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random numbers that are the same on every machine. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Others, independent of what is drawn from these later. */
    Dice split() {
        return new Dice(random.nextLong());
    }

    /** From 0 to less than {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    double uniform(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** Normal, by Box and Muller. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    double[] normals(int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = normal();
        }
        return out;
    }

    /** A direction, of length 1. */
    double[] direction(int count) {
        double[] out = normals(count);
        double length = StrictMath.sqrt(Rotation.dot(out, out));
        for (int i = 0; i < count; i++) {
            out[i] /= length;
        }
        return out;
    }

    /** Different numbers from 0 to less than {@code bound}, in random order. */
    List<Integer> some(int count, int bound) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < bound; i++) {
            all.add(i);
        }
        for (int i = 0; i < count; i++) {
            int other = i + below(bound - i);
            int kept = all.get(i);
            all.set(i, all.get(other));
            all.set(other, kept);
        }
        return List.copyOf(all.subList(0, count));
    }

    <T> List<T> shuffled(List<T> all) {
        return some(all.size(), all.size()).stream().map(all::get).toList();
    }
}
