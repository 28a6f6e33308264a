package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.patchclamp.fault.LoadException;

/** What the cache has of one model. */
final class Cached {
    private static final int MOST_SHOWN = 8;

    private final HubCache cache;
    private final HubReference asked;
    private final boolean weights;

    /**
     * Looks for a model.
     *
     * @param weights whether its weights are wanted; otherwise what describes it is enough
     */
    Cached(HubCache cache, HubReference asked, boolean weights) {
        this.cache = cache;
        this.asked = asked;
        this.weights = weights;
    }

    /** The model, if a kept list says that all of it is there. */
    Optional<Hub.Snapshot> certain() {
        return cache.knows(asked.revisionOrMain()) ? find("") : Optional.empty();
    }

    /** The model, if all of it seems to be there. */
    Optional<Hub.Snapshot> find(String note) {
        try {
            return Optional.of(require(cache.folder(), ""))
                    .map(s -> new Hub.Snapshot(s.path(), asked, s.commit(), note));
        } catch (LoadException e) {
            return Optional.empty();
        }
    }

    Hub.Snapshot require(Path root, String forbids) {
        Optional<String> known = cache.commit(asked.revisionOrMain());
        Optional<RepoListing> listing = known.flatMap(cache::listing);
        if (listing.isEmpty()) {
            throw new LoadException(
                    "'" + asked.written() + "' (revision " + asked.revisionOrMain() + ") is not in the cache '" + root
                            + "', and " + forbids + " forbids to ask the hub.",
                    without(forbids));
        }
        String commit = listing.get().commit();
        Wanted wanted = new Wanted(asked, listing.get());
        Optional<RepoFile> gguf;
        List<RepoFile> missing;
        try {
            gguf = wanted.gguf();
            missing =
                    missing(commit, gguf.map(List::of).orElseGet(weights ? wanted::beforeShards : wanted::description));
            if (weights && gguf.isEmpty() && missing.isEmpty() && !listing.get().has(Wanted.SINGLE)) {
                missing = missing(commit, wanted.shards(Files.readString(cache.pointer(commit, Wanted.INDEX))));
            }
        } catch (LoadException | IOException e) {
            if (e instanceof LoadException known2 && cache.knows(commit)) {
                throw known2;
            }
            throw new LoadException(
                    "The cache has only a part of '" + asked.written() + "' at commit " + commit + ": "
                            + names(List.copyOf(listing.get().files().values())) + ".",
                    without(forbids),
                    e);
        }
        if (!missing.isEmpty()) {
            throw new LoadException(
                    "The cache has only a part of '" + asked.written() + "' at commit " + commit
                            + "; not there, or not whole, are " + names(missing) + ".",
                    without(forbids));
        }
        Path path = gguf.map(file -> cache.pointer(commit, file.path())).orElse(cache.snapshot(commit));
        return new Hub.Snapshot(path, asked, commit, "");
    }

    private List<RepoFile> missing(String commit, List<RepoFile> files) {
        return files.stream().filter(file -> !cache.holds(commit, file)).toList();
    }

    private static String without(String forbids) {
        return "once without " + (forbids.isEmpty() ? "--offline" : forbids) + ", where there is a network";
    }

    private static String names(List<RepoFile> files) {
        String text = files.stream().limit(MOST_SHOWN).map(RepoFile::path).collect(Collectors.joining(", "));
        return files.size() <= MOST_SHOWN ? text : text + " and " + (files.size() - MOST_SHOWN) + " more";
    }
}
