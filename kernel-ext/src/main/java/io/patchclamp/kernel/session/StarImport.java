package io.patchclamp.kernel.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An import of all that is in a package or a type. JShell compiles everything that there is again after one, each piece with
 * an import of every other: after some hundred cells that takes half a minute and a gigabyte. It knows one by its dots, so one
 * that is written apart is for it an import of nothing else, and for the compiler the same.
 */
record StarImport(boolean isStatic, String from) {
    private static final Pattern STAR =
            Pattern.compile("import\\s+(static\\s+)?([\\p{L}_$][\\p{L}\\p{N}_$.\\s]*?)\\s*[.]\\s*[*]\\s*;?");

    /** What a snippet imports; empty if it is no such import, or has a comment within. */
    static Optional<StarImport> of(String source) {
        Matcher star = STAR.matcher(source.strip());
        return star.matches()
                ? Optional.of(
                        new StarImport(star.group(1) != null, star.group(2).replaceAll("\\s+", "")))
                : Optional.empty();
    }

    /** The same for the compiler; JShell has nothing that depends on it. */
    String apart() {
        return "import " + (isStatic ? "static " : "") + from.replaceFirst("[.]", " . ") + " .*;";
    }
}
