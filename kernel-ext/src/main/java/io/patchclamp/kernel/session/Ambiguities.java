package io.patchclamp.kernel.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name that is in a package imported by default and in one the user imported means the user's: our imports must not break
 * code that works elsewhere.
 */
final class Ambiguities {
    private static final Pattern STAR = Pattern.compile("import\\s+([\\w.]+)\\.\\*;");
    private static final Pattern BOTH = Pattern.compile(
            "(?s)reference to (\\w+) is ambiguous\\s+both \\w+ ([\\w.]+) in [\\w.]+ and \\w+ ([\\w.]+) in [\\w.]+ match.*");

    private final Set<String> ours;

    Ambiguities(List<String> imports) {
        ours = imports.stream()
                .map(STAR::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The import that makes clear what a refused snippet means. */
    Optional<String> importFor(List<Outcome.Problem> problems) {
        for (Outcome.Problem problem : problems) {
            Matcher both = BOTH.matcher(problem.message());
            if (both.matches()) {
                if (problem.message().contains(" java.awt.List ")) { // which nobody means
                    return Optional.of("import java.util.List;");
                }
                boolean firstOurs = isOurs(both.group(2));
                if (firstOurs != isOurs(both.group(3))) {
                    return Optional.of("import " + both.group(firstOurs ? 3 : 2) + ";");
                }
            }
        }
        return Optional.empty();
    }

    /** The packages imported by default. */
    Set<String> packages() {
        return ours;
    }

    private boolean isOurs(String type) {
        int dot = type.lastIndexOf('.');
        return dot > 0 && ours.contains(type.substring(0, dot));
    }
}
