package io.patchclamp.record;

import java.util.List;
import java.util.Optional;

/** How many of the numbers read at one site are NaN or infinite: a broken model, or an edit that was too strong. */
final class NotFinite {
    private final String site;
    private final boolean masked;
    private long found;
    private long seen;
    private int first = -1;

    /** At masked scores, minus infinity is what a key has that the query cannot see. */
    NotFinite(String site, boolean masked) {
        this.site = site;
        this.masked = masked;
    }

    void look(float[] numbers, int from, int to, int trial) {
        int here = finite(numbers, from, to) ? 0 : count(numbers, from, to);
        if (here > 0 && masked) {
            for (int i = from; i < to; i++) {
                here -= numbers[i] == Float.NEGATIVE_INFINITY ? 1 : 0;
            }
        }
        seen += to - from;
        found += here;
        if (here > 0 && first < 0) {
            first = trial;
        }
    }

    /** In four sums, which do not wait for each other: a number less itself is nothing, unless it is not finite. */
    private static boolean finite(float[] numbers, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            a += numbers[i] - numbers[i];
            b += numbers[i + 1] - numbers[i + 1];
            c += numbers[i + 2] - numbers[i + 2];
            d += numbers[i + 3] - numbers[i + 3];
        }
        for (; i < to; i++) {
            a += numbers[i] - numbers[i];
        }
        return a + b + c + d == 0;
    }

    private static int count(float[] numbers, int from, int to) {
        int found = 0;
        for (int i = from; i < to; i++) {
            found += Float.isFinite(numbers[i]) ? 0 : 1;
        }
        return found;
    }

    /** In words, if there is one; the sites in the order of the pass, so that the first is where it began. */
    static Optional<String> words(List<NotFinite> sites) {
        List<NotFinite> wrong = sites.stream().filter(s -> s.found > 0).toList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        NotFinite begin = wrong.get(0);
        return Optional.of(
                begin.found + " of " + begin.seen + " numbers at " + begin.site + ", first in trial " + begin.first
                        + (wrong.size() == 1
                                ? ""
                                : ", and numbers at " + (wrong.size() - 1) + " more of " + sites.size() + " sites"));
    }
}
