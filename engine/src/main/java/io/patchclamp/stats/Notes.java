package io.patchclamp.stats;

import java.util.List;

/** What is said beside a p. */
final class Notes {
    private Notes() {}

    /** The least p that sign flips can give. */
    static double flipsLeast(int n, Tail tail) {
        return (tail == Tail.TWO_SIDED ? 2 : 1) * Math.pow(2, -n);
    }

    /** Says so where no result could have been significant. */
    static void smallest(List<String> notes, double least, int n) {
        if (least > Moments.ALPHA) {
            notes.add("with n = " + n + " no p below " + number(least) + " is possible, whatever the numbers");
        }
    }

    static String number(double p) {
        return String.format(java.util.Locale.ROOT, "%.4g", p).replaceFirst("(\\.\\d*?)0+$", "$1");
    }
}
