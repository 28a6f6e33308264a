package io.patchclamp.stats;

import java.util.Locale;

/** How every p is written, in tables, results and pictures: never 0, and never on the other side of alpha than it is. */
public final class PValue {
    private static final double ALPHA = 0.05;
    private static final double LEAST = 0.001;
    /** Verdicts take a p for alpha that is as near as rounding brings it. */
    private static final double AS_GOOD_AS = 1 + 1e-12;

    private static final int MOST_DECIMALS = 12;

    private PValue() {}

    /**
     * As a table has it, beside an alpha of .05.
     *
     * @param p between 0 and 1
     * @return such as {@code .0504}, {@code .312}, {@code < .001}, {@code 1}, or {@code not tested} for NaN
     */
    public static String of(double p) {
        return of(p, ALPHA);
    }

    /**
     * As a table has it: four decimals below .1 and three above, and more where rounding would take it across alpha.
     *
     * @param p between 0 and 1
     * @param alpha what it is held against
     * @return such as {@code .0504}, {@code .312}, {@code < .001}, {@code 1}, or {@code not tested} for NaN
     */
    public static String of(double p, double alpha) {
        if (Double.isNaN(p)) {
            return "not tested";
        }
        if (p < LEAST && alpha >= LEAST) {
            return "< .001";
        }
        if (p < LEAST) {
            return String.format(Locale.ROOT, "%.2e", p);
        }
        int decimals = p < 0.0995 ? 4 : 3;
        String text = rounded(p, decimals);
        while (isWithin(Double.parseDouble(text), alpha) != isWithin(p, alpha) && decimals < MOST_DECIMALS) {
            text = rounded(p, ++decimals);
        }
        return bare(text);
    }

    /**
     * As a sentence has it, beside an alpha of .05.
     *
     * @param p between 0 and 1
     * @return such as {@code p = .0504}, {@code p < .001} or {@code p: not tested}
     */
    public static String words(double p) {
        return words(p, ALPHA);
    }

    /**
     * As a sentence has it.
     *
     * @param p between 0 and 1
     * @param alpha what it is held against
     * @return such as {@code p = .0504}, {@code p < .001} or {@code p: not tested}
     */
    public static String words(double p, double alpha) {
        String text = of(p, alpha);
        return Double.isNaN(p) ? "p: " + text : text.startsWith("<") ? "p " + text : "p = " + text;
    }

    /**
     * An alpha: as many digits as it has, three at most.
     *
     * @param alpha from 0 to 1
     * @return such as {@code .05}
     */
    public static String level(double alpha) {
        if (alpha < LEAST) {
            return String.format(Locale.ROOT, "%.2e", alpha);
        }
        return bare(String.format(Locale.ROOT, "%.3g", alpha)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", ""));
    }

    private static boolean isWithin(double p, double alpha) {
        return p <= alpha * AS_GOOD_AS;
    }

    private static String rounded(double p, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", p);
    }

    /** Nothing before the point, as it is below 1. */
    private static String bare(String text) {
        return text.startsWith("0.") ? text.substring(1) : text.startsWith("1.") ? "1" : text;
    }
}
