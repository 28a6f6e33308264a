package io.patchclamp.internal.hub;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;

/**
 * A repository, or one file of it, in one state.
 *
 * @param repo such as {@code org/name}
 * @param file the one file that is meant, if one is
 * @param revision a branch, a tag or a commit; empty means {@code main}
 */
public record HubReference(String repo, Optional<String> file, Optional<String> revision) {
    /** What is meant if nobody says which revision. */
    static final String MAIN = "main";

    private static final Pattern FORM = Pattern.compile(
            "(?<repo>[A-Za-z0-9][\\w.-]*/[\\w.-]+)(?:/(?<file>[^@\\\\]+\\.gguf))?(?:@(?<revision>.*))?");
    private static final Pattern FILE = Pattern.compile(".*\\.(gguf|safetensors|bin|pt|pth|json)");
    private static final Pattern REVISION = Pattern.compile("[\\w][\\w.+-]*(/[\\w][\\w.+-]*)*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    public HubReference {
        Objects.requireNonNull(repo, "repo");
        revision.ifPresent(HubReference::checkRevision);
    }

    /**
     * Reads {@code org/name}, {@code org/name/file.gguf}, and either with {@code @revision} after it.
     *
     * @param text what a user wrote
     * @return the reference, or nothing if the text has another form
     * @throws LoadException if the revision can be none
     */
    public static Optional<HubReference> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String repo = form.group("repo");
        String file = form.group("file");
        boolean strange = repo.contains("..") || repo.contains("--") || repo.endsWith(".") || repo.endsWith("/.");
        boolean path =
                file == null && FILE.matcher(repo.toLowerCase(Locale.ROOT)).matches();
        if (strange || path || file != null && !RepoFile.isPlain(file)) {
            return Optional.empty();
        }
        return Optional.of(
                new HubReference(repo, Optional.ofNullable(file), Optional.ofNullable(form.group("revision"))));
    }

    /**
     * The same in another state.
     *
     * @param asked a branch, a tag or a commit
     * @return a copy
     * @throws LoadException if the reference names another revision itself, or this one can be none
     */
    public HubReference at(String asked) {
        if (revision.isPresent() && !revision.get().equals(asked)) {
            throw new LoadException(
                    "'" + written() + "@" + revision.get() + "' and the revision '" + asked + "' are two answers.",
                    "one of them");
        }
        return new HubReference(repo, file, Optional.of(asked));
    }

    /** Without the revision. */
    String written() {
        return repo + file.map(f -> "/" + f).orElse("");
    }

    String revisionOrMain() {
        return revision.orElse(MAIN);
    }

    /** Whether a text is a whole commit hash, which never means anything else. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    private static void checkRevision(String revision) {
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.length() > 200) {
            throw new LoadException(
                    "'" + revision + "' can be no revision: it is neither a branch, a tag nor a commit by its form.",
                    "--revision main, a tag, or the 40 digits of a commit");
        }
    }
}
