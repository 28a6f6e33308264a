package io.patchclamp.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a number rests on: what a reader must know before it means anything.
 *
 * @param unit the unit of analysis, such as {@code item}: what was drawn, and what n counts
 * @param n how many units each group has, by its name, in the order they are compared
 * @param population what the result speaks about: {@link #ITEMS} for a model, which is one subject
 * @param method test and variant, such as {@code Welch t} or {@code sign flips, exact, 256 arrangements}
 * @param tail which differences count
 * @param correction what was done about many questions
 * @param family how many questions were asked together, at least 1
 * @param seed what the random numbers were made from, if there were any
 */
public record Basis(
        String unit,
        Map<String, Integer> n,
        String population,
        String method,
        Tail tail,
        Correction correction,
        int family,
        OptionalLong seed) {
    /** A model has no noise and is one subject: what can be generalised to are stimuli. */
    public static final String ITEMS = "stimuli like these; model: fixed";

    public Basis {
        Objects.requireNonNull(unit, "unit");
        n = Collections.unmodifiableMap(new LinkedHashMap<>(n));
        Objects.requireNonNull(population, "population");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(tail, "tail");
        Objects.requireNonNull(correction, "correction");
        Objects.requireNonNull(seed, "seed");
        if (family < 1) {
            throw new IllegalArgumentException("a family of " + family);
        }
    }

    /**
     * One question about items, without correction and without random numbers.
     *
     * @param n how many items each group has
     * @param method test and variant
     * @param tail which differences count
     * @return the basis
     */
    public static Basis of(Map<String, Integer> n, String method, Tail tail) {
        return new Basis("item", n, ITEMS, method, tail, Correction.NONE, 1, OptionalLong.empty());
    }

    /**
     * The same with another method.
     *
     * @param changed test and variant
     * @param from what the random numbers were made from
     * @return a changed copy
     */
    public Basis drawn(String changed, long from) {
        return new Basis(unit, n, population, changed, tail, correction, family, OptionalLong.of(from));
    }

    /**
     * The same with its groups called by their names.
     *
     * @param groups how many units each group has, by its name, in the order they are compared
     * @return a changed copy
     */
    public Basis named(Map<String, Integer> groups) {
        return new Basis(unit, groups, population, method, tail, correction, family, seed);
    }

    /**
     * The same with its two groups called by their names.
     *
     * @param first what the first is called
     * @param n1 how many units it has
     * @param second what the second is called
     * @param n2 how many units it has
     * @return a changed copy
     */
    public Basis named(String first, int n1, String second, int n2) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        groups.put(first, n1);
        groups.put(second, n2);
        return named(groups);
    }

    /**
     * The same with another unit of analysis.
     *
     * @param counted what n counts
     * @return a changed copy
     */
    public Basis of(String counted) {
        return new Basis(counted, n, population, method, tail, correction, family, seed);
    }

    /**
     * The same as one of many questions.
     *
     * @param how what is done about them
     * @param size how many they are
     * @return a changed copy
     */
    public Basis corrected(Correction how, int size) {
        return new Basis(unit, n, population, method, tail, how, size, seed);
    }
}
