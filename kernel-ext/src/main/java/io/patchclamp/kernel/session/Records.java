package io.patchclamp.kernel.session;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * JShell makes every type of a cell public, and Java wants the canonical constructor of a public record to be public. A
 * user who wrote {@code record R(int a) { R { … } }} means what is right in a file: so it becomes right here.
 */
final class Records {
    private Records() {}

    /** The snippet with {@code public} before the constructors the compiler complains about, besides what else it does. */
    static Optional<String> mended(String source, List<Outcome.Problem> problems) {
        List<Integer> starts = problems.stream()
                .filter(p -> p.message().contains("canonical constructor in record")
                        || p.message().contains("compact constructor in record"))
                .filter(p -> p.message().contains("attempting to assign stronger access privileges; was public"))
                .map(Outcome.Problem::start)
                .filter(start -> start >= 0 && start < source.length())
                .sorted(Comparator.reverseOrder())
                .distinct()
                .toList();
        StringBuilder mended = new StringBuilder(source);
        starts.forEach(start -> mended.insert(start, "public "));
        return starts.isEmpty() ? Optional.empty() : Optional.of(mended.toString());
    }
}
