package io.patchclamp.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

import io.patchclamp.fault.PatchclampException;

/** What a test may be asked about: numbers that are numbers, enough of them, and not all the same. */
final class Checked {
    /** Beyond this the square of a variance is no number any more; activations end at 3.4e38. */
    private static final double LARGEST = 1e70;

    private Checked() {}

    /** A copy of finite numbers, at least so many of them. */
    static double[] numbers(String test, String which, double[] x, int least) {
        return upTo(LARGEST, test, which, x, least);
    }

    /** The same for tests that only order numbers, and square none: of any size. */
    static double[] orders(String test, String which, double[] x, int least) {
        return upTo(Double.MAX_VALUE, test, which, x, least);
    }

    private static double[] upTo(double largest, String test, String which, double[] x, int least) {
        Objects.requireNonNull(x, which);
        if (x.length < least) {
            throw new PatchclampException(
                    "The " + test + " needs at least " + least + " numbers in the " + which + ", and has " + x.length
                            + ".",
                    "more items");
        }
        for (int i = 0; i < x.length; i++) {
            if (!(Math.abs(x[i]) <= largest)) {
                throw new PatchclampException(
                        "Number " + i + " of the " + which + " is " + x[i] + ", and the " + test
                                + " has no place for it.",
                        "leave that item out, and say so; numbers are counted from 0");
            }
        }
        return x.clone();
    }

    /** Pairs have the same length. */
    static void pairs(String test, int first, int second) {
        if (first != second) {
            throw new PatchclampException(
                    "The " + test + " takes pairs, and got " + first + " and " + second + " numbers.",
                    "the same items in the same order on both sides");
        }
    }

    /** Something varies in at least one of the samples. */
    static void varied(String test, double[]... samples) {
        varied(Checked::constant, test, samples);
    }

    /** The same for tests that only order numbers: these may be as small as numbers get. */
    static void ordered(String test, double[]... samples) {
        varied(Checked::same, test, samples);
    }

    private static void varied(Predicate<double[]> constant, String test, double[]... samples) {
        boolean varied = false;
        StringBuilder all = new StringBuilder();
        for (double[] x : samples) {
            varied |= !constant.test(x);
            double low = Arrays.stream(x).min().orElse(Double.NaN);
            double high = Arrays.stream(x).max().orElse(Double.NaN);
            all.append(all.length() == 0 ? "" : ", ")
                    .append(x.length)
                    .append(low == high ? " times " + x[0] : " from " + low + " to " + high + ", which is round-off");
        }
        if (!varied) {
            throw new PatchclampException(
                    "Nothing varies (" + all + "), and without variance there is no " + test + ".",
                    "different items: a model has no noise, and one prompt read again is no new item");
        }
    }

    /** Whether all numbers are the same, up to the round-off of arithmetic on them, or to what is too small for it. */
    static boolean constant(double[] x) {
        return spread(x) <= 1 / LARGEST || same(x);
    }

    /** Whether all numbers are the same, up to round-off. */
    static boolean same(double[] x) {
        return spread(x) <= 1e-12 * Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    private static double spread(double[] x) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return high - low;
    }

    /** No unit can be tested. */
    static PatchclampException still(int units) {
        return new PatchclampException(
                "None of " + units + " units varies, and there is nothing to test.",
                "different items: a model has no noise, and one prompt read again is no new item");
    }

    /** One number that is a number. */
    static double number(String test, String which, double x) {
        return numbers(test, which, new double[] {x}, 1)[0];
    }

    /** A share, 0 and 1 included. */
    static double proportion(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new PatchclampException("A proportion lies from 0 to 1, and " + p + " does not.", "0.5");
        }
        return p;
    }

    /** A probability of being wrong, or right, strictly between 0 and 1. */
    static double share(String what, double p) {
        if (!(p > 0 && p < 1)) {
            throw new PatchclampException(
                    "The " + what + " lies strictly between 0 and 1, and " + p + " does not.", "0.95, or 0.05");
        }
        return p;
    }
}
