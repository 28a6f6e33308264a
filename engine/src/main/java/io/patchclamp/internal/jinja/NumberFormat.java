package io.patchclamp.internal.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A number in a wanted form.
 *
 * @param type one of d, x, X, o, b, f, F, e, E, g, G, %
 * @param precision digits; negative for the usual six
 * @param sign what stands before a number that is not negative: nothing, + or a blank
 * @param grouped whether thousands are set apart by commas
 * @param prefixed whether 0x and its like come before
 */
record NumberFormat(char type, int precision, String sign, boolean grouped, boolean prefixed) {
    private static final int MOST = 300;

    String of(Object value) {
        if (!Order.isNumber(value)) {
            throw value instanceof Undefined undefined
                    ? undefined.fault()
                    : TemplateFault.failed("A number is needed for '" + type + "', not " + Values.described(value));
        }
        if (precision > MOST) {
            throw TemplateFault.tooLarge("More than " + MOST + " digits are asked for");
        }
        boolean whole = "dxXob".indexOf(type) >= 0;
        double number = Order.number(value);
        boolean negative = number < 0 || !whole && 1 / number < 0;
        String digits = whole
                ? whole(value)
                : Double.isNaN(number) || Double.isInfinite(number)
                        ? Double.isNaN(number) ? "nan" : "inf"
                        : fraction(Math.abs(number));
        String cased = Character.isUpperCase(type) ? digits.toUpperCase(Locale.ROOT) : digits;
        return (negative ? "-" : sign) + (grouped ? apart(cased) : cased);
    }

    private String whole(Object value) {
        long number = value instanceof Double d ? (long) (double) d : Operators.whole(value);
        String digits = Math.abs(number) < 0 ? String.valueOf(number).substring(1) : digits(Math.abs(number));
        return "0".repeat(Math.max(0, precision - digits.length())) + digits;
    }

    private String digits(long number) {
        return switch (type) {
            case 'x', 'X' -> (prefixed ? "0x" : "") + Long.toHexString(number);
            case 'o' -> (prefixed ? "0o" : "") + Long.toOctalString(number);
            case 'b' -> (prefixed ? "0b" : "") + Long.toBinaryString(number);
            default -> Long.toString(number);
        };
    }

    private String fraction(double number) {
        int digits = precision < 0 ? 6 : precision;
        return switch (type) {
            case 'f', 'F' ->
                new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            case '%' ->
                new BigDecimal(number * 100)
                                .setScale(digits, RoundingMode.HALF_EVEN)
                                .toPlainString() + "%";
            case 'e', 'E' -> scientific(new BigDecimal(number), digits);
            default -> general(new BigDecimal(number), Math.max(1, digits));
        };
    }

    private static String scientific(BigDecimal number, int digits) {
        BigDecimal rounded = number.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = number.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String shown = rounded.scaleByPowerOfTen(-exponent)
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        return shown + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String general(BigDecimal number, int digits) {
        BigDecimal rounded = number.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = number.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (number.signum() == 0) {
            return "0";
        }
        if (exponent >= -4 && exponent < digits) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        int kept = Math.max(0, rounded.stripTrailingZeros().precision() - 1);
        return scientific(rounded, kept);
    }

    private static String apart(String digits) {
        int end = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
        return digits.substring(0, end).replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") + digits.substring(end);
    }
}
