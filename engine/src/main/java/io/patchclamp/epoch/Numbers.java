package io.patchclamp.epoch;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as axes say them. */
final class Numbers {
    private static final MathContext THREE = new MathContext(3);

    private Numbers() {}

    /** Three significant digits; a whole number below a million as it is. */
    static String three(double x) {
        if (x == Math.rint(x) && Math.abs(x) < 1e6) {
            return Long.toString((long) x);
        }
        return new BigDecimal(x).round(THREE).stripTrailingZeros().toPlainString();
    }
}
