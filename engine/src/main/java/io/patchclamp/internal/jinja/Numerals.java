package io.patchclamp.internal.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as they are written in a template. */
final class Numerals {
    private static final Pattern FLOAT = Pattern.compile(
            "(?:\\d+_)*+\\d++(?:(?:\\.(?:\\d+_)*+\\d++)?+[eE][+-]?(?:\\d+_)*+\\d++|\\.(?:\\d+_)*+\\d++)");
    private static final Pattern WHOLE = Pattern.compile(
            "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[0-9a-fA-F])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");

    private Numerals() {}

    /** Where a number that begins here ends; the same place if none does. */
    static int end(String source, int at) {
        char c = source.charAt(at);
        if (c < '0' || c > '9') {
            return at;
        }
        if (at == 0 || source.charAt(at - 1) != '.') {
            Matcher fraction = FLOAT.matcher(source).region(at, source.length());
            if (fraction.lookingAt()) {
                return fraction.end();
            }
        }
        Matcher whole = WHOLE.matcher(source).region(at, source.length());
        return whole.lookingAt() ? whole.end() : at;
    }

    static boolean isWhole(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        return lower.startsWith("0x") || digits.indexOf('.') < 0 && lower.indexOf('e') < 0;
    }

    static Object whole(Token token) {
        String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        BigInteger value = digits.startsWith("0x")
                ? new BigInteger(digits.substring(2), 16)
                : digits.startsWith("0o")
                        ? new BigInteger(digits.substring(2), 8)
                        : digits.startsWith("0b") ? new BigInteger(digits.substring(2), 2) : new BigInteger(digits);
        if (value.bitLength() > 63) {
            throw TemplateFault.syntax("The number " + token.text() + " does not fit 64 bits", token.line());
        }
        return value.longValue();
    }

    static Object fraction(Token token) {
        return Double.valueOf(token.text().replace("_", ""));
    }
}
