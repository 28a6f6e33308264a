package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.List;

/** Vectors that were learnt from stimuli, known again by their numbers: whatever they are called, and however long. */
final class Directions {
    private static final double SAME = 1 - 1e-6;

    /**
     * One vector.
     *
     * @param model what it was learnt from, by the hash of its weights
     * @param vector its numbers
     * @param by the stimuli
     */
    private record Learnt(String model, float[] vector, List<Trials.Item> by) {}

    private final List<Learnt> all = new ArrayList<>();

    void add(String model, float[] vector, List<Trials.Item> by) {
        all.add(new Learnt(model, vector.clone(), List.copyOf(by)));
    }

    void addAll(Directions others) {
        others.all.stream().filter(l -> !all.contains(l)).forEach(all::add);
    }

    /** The stimuli of all learnt vectors that this one is a multiple of. */
    List<Trials.Item> by(String model, float... vector) {
        return all.stream()
                .filter(l -> l.model.equals(model) && parallel(l.vector, vector))
                .flatMap(l -> l.by.stream())
                .distinct()
                .toList();
    }

    private static boolean parallel(float[] a, float... b) {
        if (a.length != b.length || a.length < 2) { // all single numbers are multiples of each other
            return false;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return Math.abs(ab) > SAME * Math.sqrt(aa * bb);
    }
}
