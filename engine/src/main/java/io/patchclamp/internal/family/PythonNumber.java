package io.patchclamp.internal.family;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as Python prints them. */
public final class PythonNumber {
    private PythonNumber() {}

    /** A number as Python prints it: the fewest digits that come back as the same number, {@code 1e-05} when small. */
    public static String of(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0.0" : String.valueOf(number);
        }
        BigDecimal exact = new BigDecimal(number);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits));
            if (shortest.doubleValue() == number) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (number < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
