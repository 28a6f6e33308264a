package io.patchclamp.kernel.session;

import java.util.List;
import java.util.Optional;

/**
 * JShell makes every type of a cell public, and Java wants the canonical constructor of a public record to be public. A
 * user who wrote {@code record R(int a) { R { … } }} means what is right in a file: so it becomes right here.
 */
final class Records {
    private Records() {}

    /** The snippet with {@code public} before the constructor the compiler complains about. */
    static Optional<String> mended(String source, List<Outcome.Problem> problems) {
        if (problems.size() != 1) {
            return Optional.empty();
        }
        Outcome.Problem problem = problems.get(0);
        boolean tooNarrow = problem.message().contains("invalid canonical constructor in record")
                || problem.message().contains("invalid compact constructor in record");
        boolean ours = problem.message().contains("attempting to assign stronger access privileges; was public");
        return tooNarrow && ours && problem.start() >= 0 && problem.start() < source.length()
                ? Optional.of(source.substring(0, problem.start()) + "public " + source.substring(problem.start()))
                : Optional.empty();
    }
}
