package io.patchclamp.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

import io.patchclamp.array.NamedArray;
import io.patchclamp.metric.Metric;
import io.patchclamp.stats.Basis;

/** How numbers are written in captions and on axes, the same in every locale. */
final class Numerals {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private static final Pattern NEGATIVE = Pattern.compile("(?<=^|[ (\\[±+])-(?=[.]?[0-9])");

    private Numerals() {}

    /** Three significant digits: {@code 2.41}, {@code 1230}, {@code 1.5e30}, {@code Infinity}. */
    static String value(double x) {
        return value(x, THREE_DIGITS);
    }

    private static String value(double x, MathContext digits) {
        if (Double.isNaN(x)) {
            return "missing";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "infinity" : "-infinity";
        }
        if (x == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(x).round(digits).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -3 && exponent <= Math.max(5, digits.getPrecision() - 1)) {
            return rounded.toPlainString();
        }
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    /** As an axis has it: with a minus sign where the font has one. */
    static String tick(double x) {
        return minus(value(Math.abs(x) < 1e-12 ? 0 : x));
    }

    /** The same with as many digits as tell it from the next one. */
    static String tick(double x, double step) {
        double size = Math.abs(x);
        if (!(step > 0) || size < 1e-9 * step) {
            return step > 0 ? "0" : tick(x);
        }
        int digits = Math.max(3, 2 + (int) Math.floor(Math.log10(size / step) + 1e-9));
        return minus(value(x, new MathContext(Math.min(digits, 15))));
    }

    /** A minus sign in front, and not a hyphen. */
    static String minus(String number) {
        return number.startsWith("-") && Lettering.LABEL.canDisplay('−') ? "−" + number.substring(1) : number;
    }

    /** A text as it is drawn: with a minus before each negative number, and not a hyphen. */
    static String minuses(String text) {
        return Lettering.LABEL.canDisplay('−') ? NEGATIVE.matcher(text).replaceAll("−") : text;
    }

    /** The same with its sign always written. */
    static String signed(double x) {
        return x > 0 ? "+" + value(x) : value(x);
    }

    /** {@code 1,536}. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** {@code 1 neuron}, {@code 1,536 neurons}. */
    static String count(long n, String thing) {
        return count(n) + " " + (n == 1 ? thing : plural(thing));
    }

    /** English plural of a regular noun; the last word is bent. */
    static String plural(String thing) {
        return thing + (thing.endsWith("s") || thing.endsWith("x") || thing.endsWith("ch") ? "es" : "s");
    }

    /** {@code 99th}, {@code 99.5th}, {@code 1st}. */
    static String ordinal(double p) {
        BigDecimal plain = BigDecimal.valueOf(p).stripTrailingZeros();
        String digits = plain.toPlainString();
        if (plain.scale() > 0 || (p >= 11 && p <= 13)) {
            return digits + "th";
        }
        return digits
                + switch (digits.charAt(digits.length() - 1)) {
                    case '1' -> "st";
                    case '2' -> "nd";
                    case '3' -> "rd";
                    default -> "th";
                };
    }

    /** A metric's mean over trials with its unit, as captions say it: {@code −1.28 logits, mean over 8 trials}. */
    static String baseline(NamedArray trials, Metric metric) {
        return mean(trials) + (metric.unit().isEmpty() ? "" : " " + metric.unit()) + ", mean over "
                + count(trials.size(), "trial");
    }

    /** {@code , seed 7}; nothing where no random numbers were drawn. */
    static String seed(Basis basis) {
        return basis.seed().isPresent() ? ", seed " + basis.seed().getAsLong() : "";
    }

    /** A mean, with a minus sign. */
    static String mean(NamedArray numbers) {
        double sum = 0;
        for (float x : numbers.toArray()) {
            sum += x;
        }
        return tick(sum / numbers.size());
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, … that is not below x. */
    static int roundStep(double x) {
        long decade = 1;
        while (true) {
            for (int digit : new int[] {1, 2, 5}) {
                if (digit * decade >= x) {
                    return (int) Math.min(digit * decade, Integer.MAX_VALUE);
                }
            }
            decade *= 10;
        }
    }
}
