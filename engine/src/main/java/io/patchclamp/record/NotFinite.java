package io.patchclamp.record;

import java.util.List;
import java.util.Optional;

/** How many of the numbers read at one site are NaN or infinite: a broken model, or an edit that was too strong. */
final class NotFinite {
    private static final int EXPONENT = 0x7f800000;

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
        int here = 0;
        for (int i = from; i < to; i++) {
            // Without a branch, so that many are looked at together.
            here += ((Float.floatToRawIntBits(numbers[i]) & EXPONENT) - EXPONENT >> 31) + 1;
        }
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
