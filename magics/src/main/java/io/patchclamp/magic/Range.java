package io.patchclamp.magic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers from one to another, both included.
 *
 * @param from the first
 * @param to the last; {@link Integer#MAX_VALUE} for a range without end
 */
public record Range(int from, int to) {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,9})(\\.\\.(-?[0-9]{1,9})?)?");

    public Range {
        if (to < from) {
            throw new IllegalArgumentException("range " + from + ".." + to);
        }
    }

    /**
     * Reads {@code a..b}, {@code a..} for all from {@code a} on, or {@code a} for {@code a..a}.
     *
     * @param text the range as typed
     * @return the range
     * @throws IllegalArgumentException if it is not one
     */
    public static Range parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a range a..b");
        }
        int from = Integer.parseInt(m.group(1));
        if (m.group(2) == null) {
            return new Range(from, from);
        }
        return new Range(from, m.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(m.group(3)));
    }

    @Override
    public String toString() {
        return from + ".." + (to == Integer.MAX_VALUE ? "" : to);
    }
}
