package io.patchclamp.view;

import java.util.Locale;

/** Numbers as they are read: the same on every machine, whatever its language. */
public final class Quantity {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Quantity() {}

    /**
     * A count with a comma every three digits.
     *
     * @param n any number
     * @return such as {@code 134,515,008}
     */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /**
     * A count and what is counted.
     *
     * @param n any number
     * @param singular what is counted
     * @return such as {@code 1 trial} or {@code 3 trials}
     */
    public static String count(long n, String singular) {
        return count(n) + " " + singular + (n == 1 ? "" : "s");
    }

    /**
     * A size in the largest decimal unit that leaves one digit before the point.
     *
     * @param n bytes
     * @return such as {@code 98.4 MB}
     */
    public static String bytes(long n) {
        double value = n;
        int unit = 0;
        while (value >= 999.5 && unit + 1 < UNITS.length) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? n + " B"
                : String.format(
                        Locale.ROOT,
                        value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s",
                        value,
                        UNITS[unit]);
    }

    /**
     * A real number with four significant digits.
     *
     * @param x any number
     * @return such as {@code -0.8412}, {@code 1.250e-07} or {@code NaN}
     */
    public static String real(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.isNaN(x) ? "NaN" : x > 0 ? "+inf" : "-inf";
        }
        double size = Math.abs(x);
        if (x == 0) {
            return "0";
        }
        if (size < 1e-3 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.3e", x);
        }
        int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }

    /**
     * A probability with three decimals; a smaller one with two significant digits.
     *
     * @param p between 0 and 1
     * @return such as {@code 0.431} or {@code 2.1e-05}
     */
    public static String probability(double p) {
        return p == 0 || p >= 0.0005 ? String.format(Locale.ROOT, "%.3f", p) : String.format(Locale.ROOT, "%.1e", p);
    }

    /**
     * The first part of a text that would be too long for its place.
     *
     * @param text any text
     * @param most how many UTF-16 units there is room for
     * @return the text, or its beginning and an ellipsis
     */
    public static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** A number among others of which the largest is this large: to a ten-thousandth of that, and no minus before zero. */
    static String among(double number, double largest) {
        if (largest == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
            return real(number);
        }
        int decimals = Math.max(0, Math.min(9, 3 - (int) Math.floor(Math.log10(largest))));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }
}
