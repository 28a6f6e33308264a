package io.patchclamp.magic;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
final class Nearest {
    private Nearest() {}

    /** The name that is fewest edits away, if it is near enough to be meant. */
    static Optional<String> to(String typed, Collection<String> names) {
        return ranked(typed, names).stream().findFirst();
    }

    /** The names near enough to be meant, nearest first, at most three. */
    static List<String> ranked(String typed, Collection<String> names) {
        String low = typed.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(low, name.toLowerCase(Locale.ROOT)) <= limit)
                .sorted(Comparator.comparingInt((String name) -> distance(low, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /** Edits; a name that begins with what was typed is at most one away. */
    private static int distance(String a, String b) {
        int edits = io.patchclamp.fault.Nearest.edits(a, b);
        return a.length() >= 2 && b.startsWith(a) ? Math.min(edits, 1) : edits;
    }
}
