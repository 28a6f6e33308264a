package io.patchclamp.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which trials were left out, and why.
 *
 * @param total how many there were before any was left out
 * @param drops those left out, in the order in which it happened
 */
public record DropLog(int total, List<Drop> drops) {
    public DropLog {
        drops = List.copyOf(drops);
        if (drops.size() > total) {
            throw new IllegalArgumentException(drops.size() + " drops of " + total + " trials");
        }
    }

    /**
     * One trial that was left out.
     *
     * @param trial its number among the first trials, from 0
     * @param prompt its text
     * @param reason why
     * @param detail what is more exactly known, such as {@code 'Paris' is 2 tokens}; may be empty
     */
    public record Drop(int trial, String prompt, Reason reason, String detail) {
        public Drop {
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public String toString() {
            return "trial " + trial + ", '" + prompt + "': " + reason.word() + (detail.isEmpty() ? "" : ", " + detail);
        }
    }

    /**
     * Nothing left out yet.
     *
     * @param total how many trials there are
     * @return an empty log
     */
    public static DropLog of(int total) {
        return new DropLog(total, List.of());
    }

    /**
     * How many are left.
     *
     * @return the total less the drops
     */
    public int kept() {
        return total - drops.size();
    }

    /**
     * How many were left out, reason by reason.
     *
     * @return only reasons that occurred, in a fixed order
     */
    public Map<Reason, Integer> byReason() {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        drops.forEach(drop -> counts.merge(drop.reason, 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    /**
     * More drops behind these.
     *
     * @param more trials that were still there
     * @return a longer log
     */
    public DropLog with(List<Drop> more) {
        List<Drop> all = new ArrayList<>(drops);
        all.addAll(more);
        return new DropLog(total, all);
    }

    /** One line, such as {@code 31 of 40 trials kept (77.5 %); dropped: 6 tokenisation mismatch, 3 wrong answer}. */
    @Override
    public String toString() {
        String share = String.format(Locale.ROOT, "%.1f", total == 0 ? 100 : 100.0 * kept() / total)
                .replaceAll("\\.0$", "");
        String reasons = byReason().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().word())
                .collect(Collectors.joining(", "));
        return kept() + " of " + total + " trials kept (" + share + " %)"
                + (drops.isEmpty() ? "" : "; dropped: " + reasons);
    }
}
