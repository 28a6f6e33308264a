package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.fault.LoadException;

/** One fetching of one model. */
final class Fetching {
    private final HubCache cache;
    private final HubReference asked;
    private final RepoListing listing;
    private final HubApi api;
    private final Crew crew;
    private final Meter meter;
    private final Wanted wanted;
    private final Pace pace;

    Fetching(HubCache cache, HubReference asked, RepoListing listing, HubApi api, Crew crew, Meter meter, Pace pace) {
        this.cache = cache;
        this.asked = asked;
        this.listing = listing;
        this.api = api;
        this.crew = crew;
        this.meter = meter;
        this.pace = pace;
        this.wanted = new Wanted(asked, listing);
    }

    Hub.Snapshot fetch() {
        String commit = listing.commit();
        Optional<RepoFile> gguf = wanted.gguf();
        List<RepoFile> files = gguf.map(List::of).orElseGet(wanted::beforeShards);
        quietly(() -> cache.keep(listing));
        bring(files);
        if (gguf.isEmpty()) {
            if (!listing.has(Wanted.SINGLE)) {
                bring(wanted.shards(read(cache.pointer(commit, Wanted.INDEX))));
            }
            quietly(() -> cache.absent(commit, wanted.absent()));
        }
        quietly(() -> cache.remember(asked.revisionOrMain(), commit));
        Path path = gguf.map(file -> cache.pointer(commit, file.path())).orElse(cache.snapshot(commit));
        return new Hub.Snapshot(path, asked, commit, "");
    }

    /** The same without the weights, where they are files of their own. */
    Hub.Snapshot describe() {
        if (wanted.gguf().isPresent()) {
            return fetch();
        }
        List<RepoFile> files = wanted.description();
        quietly(() -> cache.keep(listing));
        bring(files);
        quietly(() -> cache.remember(asked.revisionOrMain(), listing.commit()));
        return new Hub.Snapshot(cache.snapshot(listing.commit()), asked, listing.commit(), "");
    }

    private void bring(List<RepoFile> files) {
        try {
            List<Download> downloads = new ArrayList<>();
            long bytes = 0;
            for (RepoFile file : files) {
                if (cache.holds(listing.commit(), file)) {
                    continue;
                }
                RepoFile full = file.checkable()
                        ? file
                        : crew.one(() -> api.described(file, listing.commit(), pace.patience()));
                bytes += full.size();
                downloads.add(new Download(api, cache, crew, meter, pace, asked.repo(), listing.commit(), full));
            }
            requireSpace(bytes);
            meter.expect(bytes);
            crew.all(downloads);
        } catch (UnreachableException e) {
            throw e.fault();
        }
    }

    private void requireSpace(long bytes) {
        Path folder = cache.folder();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        try {
            long free =
                    folder == null ? Long.MAX_VALUE : Files.getFileStore(folder).getUsableSpace();
            if (bytes > free) {
                throw new LoadException(
                        "'" + asked.written() + "' needs " + Amount.of(bytes) + ", and '" + folder + "' has "
                                + Amount.of(free) + " left.",
                        "free some space, or set HF_HUB_CACHE to a folder on another disk");
            }
        } catch (IOException e) {
            // The disk does not say; it will when it is full.
        }
    }

    private String read(Path index) {
        try {
            return Files.readString(index);
        } catch (IOException e) {
            throw new LoadException("'" + index + "' cannot be read: " + e.getMessage() + ".", "check the disk", e);
        }
    }

    private interface Keeping {
        void run() throws IOException;
    }

    /** What only saves a question later may fail: the cache may be one that others write. */
    private static void quietly(Keeping keeping) {
        try {
            keeping.run();
        } catch (IOException e) {
            // The files are there, which is what was asked for.
        }
    }
}
