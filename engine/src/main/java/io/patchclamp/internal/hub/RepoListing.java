package io.patchclamp.internal.hub;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository holds at one commit.
 *
 * @param commit 40 digits
 * @param files by their paths
 */
record RepoListing(String commit, Map<String, RepoFile> files) {
    RepoListing {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    static RepoListing of(String commit, Collection<RepoFile> files) {
        Map<String, RepoFile> map = new LinkedHashMap<>();
        files.forEach(file -> map.put(file.path(), file));
        return new RepoListing(commit, map);
    }

    Optional<RepoFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    boolean has(String path) {
        return files.containsKey(path);
    }
}
