package io.patchclamp.kernel.session;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * How JShell reads the beginning of some Java, whatever names mean: it says the same each time, and takes some milliseconds for
 * it. While a cell is typed, all of it but the last lines is read again at each letter; so the last readings are kept.
 */
final class Readings {
    private static final Pattern STATEMENT = Pattern.compile("\\s*((for|if|while|do|try|switch)\\b|\\{)");
    private static final Pattern TYPE =
            Pattern.compile("(?s)(?:\\s+|//[^\n]*|/\\*.*?\\*/|@(?!interface\\b)[\\w.]+(?:\\s*\\([^()]*\\))?"
                    + "|(?:public|protected|private|static|final|abstract|strictfp|non-sealed|sealed)\\b)*+"
                    + "(?:(?:class|interface|enum|@interface)\\s|record\\s+[\\w$]+\\s*[(<])");
    private static final int KEPT = 512;
    private static final int LONG = 2_000; // long texts are seldom met again as they are

    private final SourceCodeAnalysis analysis;
    private final Map<String, SourceCodeAnalysis.CompletionInfo> known = new Recent<>(KEPT);
    private final Map<String, Boolean> declaring = new Recent<>(KEPT);

    Readings(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /** Whether a text is whole, and where its first snippet ends. */
    synchronized SourceCodeAnalysis.CompletionInfo of(String source) {
        return kept(known, source, analysis::analyzeCompletion);
    }

    /**
     * Whether source declares a method or a type only. JShell finds the types of variables, too, before it says that. Of types
     * it is not asked: newer JDKs know one for good that they were asked about, and then explain nothing any more.
     */
    synchronized boolean declares(String source) {
        return source.indexOf('{') >= 0
                && !STATEMENT.matcher(source).lookingAt()
                && (TYPE.matcher(source).lookingAt() || kept(declaring, source, this::declaresAlone));
    }

    private boolean declaresAlone(String source) {
        List<Snippet> snippets = analysis.sourceToSnippets(source);
        return !snippets.isEmpty()
                && snippets.stream()
                        .allMatch(s -> s.kind() == Snippet.Kind.METHOD || s.kind() == Snippet.Kind.TYPE_DECL);
    }

    private static <T> T kept(Map<String, T> known, String source, Function<String, T> reading) {
        if (source.length() > LONG) {
            return reading.apply(source);
        }
        T said = known.get(source);
        if (said == null) {
            said = reading.apply(source);
            known.put(source, said);
        }
        return said;
    }
}
