package io.patchclamp.kernel.complete;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Recent;
import jdk.jshell.SourceCodeAnalysis;

/**
 * What JShell suggests at the end of some Java. It looks at what stands before the word that is typed and then leaves out what
 * does not begin with the word: so the same look serves while the word grows, until something runs. Not for long, though:
 * packages of new jars become known to JShell in the background.
 */
final class Suggestions {
    private static final Pattern WORD = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern IMPORT =
            Pattern.compile("\\s*import\\b.*", Pattern.DOTALL); // JShell's word may be longer
    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);
    private static final int KEPT = 8;

    private final JavaSession java;
    private final Map<String, Look> looks = new Recent<>(KEPT);

    Suggestions(JavaSession java) {
        this.java = java;
    }

    /**
     * What was seen before a word.
     *
     * @param found all of it, whatever the word begins with
     * @param anchor where what is chosen goes
     * @param changes how often the session had changed then
     * @param nanos when
     */
    record Look(List<SourceCodeAnalysis.Suggestion> found, int anchor, long changes, long nanos) {
        /** What begins with a word. */
        Look of(String word) {
            return new Look(
                    found.stream()
                            .filter(s -> s.continuation().startsWith(word))
                            .toList(),
                    anchor,
                    changes,
                    nanos);
        }
    }

    /** What may stand at the end of this. */
    synchronized Look at(String source) {
        if (IMPORT.matcher(source).matches()) {
            return look(source);
        }
        int begin = beginOfWord(source);
        String before = source.substring(0, begin);
        Look known = looks.get(before);
        boolean fresh = known != null && known.changes() == java.changes() && System.nanoTime() - known.nanos() < FRESH;
        Look look = fresh ? known : look(before);
        looks.put(before, look);
        return look.of(source.substring(begin));
    }

    private Look look(String source) {
        int[] anchor = {0};
        long changes = java.changes();
        List<SourceCodeAnalysis.Suggestion> found =
                java.analysis().completionSuggestions(source, source.length(), anchor);
        return new Look(found, anchor[0], changes, System.nanoTime());
    }

    /** As JShell finds it: the last of all words, if nothing stands behind it. */
    private static int beginOfWord(String source) {
        Matcher word = WORD.matcher(source);
        int begin = source.length();
        while (word.find()) {
            begin = word.end() == source.length() ? word.start() : source.length();
        }
        return begin;
    }
}
