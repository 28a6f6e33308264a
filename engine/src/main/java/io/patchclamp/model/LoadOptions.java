package io.patchclamp.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What may be said about loading a model besides which.
 *
 * @param revision for a model of a hub: a branch, a tag or a commit; empty means {@code main}
 * @param offline true to look only on this machine
 */
public record LoadOptions(Optional<String> revision, boolean offline) {
    /** The newest state, fetched if it is not here. */
    public static final LoadOptions DEFAULT = new LoadOptions(Optional.empty(), false);

    public LoadOptions {
        Objects.requireNonNull(revision, "revision");
    }

    /**
     * The same for another revision.
     *
     * @param branchTagOrCommit such as {@code main}, {@code v1.0}, or the 40 digits of a commit
     * @return a copy
     */
    public LoadOptions withRevision(String branchTagOrCommit) {
        return new LoadOptions(Optional.of(branchTagOrCommit), offline);
    }

    /**
     * The same without the network.
     *
     * @return a copy
     */
    public LoadOptions withoutNetwork() {
        return new LoadOptions(revision, true);
    }
}
