package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/**
 * One repository in the cache, laid out as {@code huggingface_hub} does, so that each program finds what the other has
 * fetched: contents under {@code blobs}, named by their hashes; links to them under {@code snapshots}, by commit;
 * branches and tags under {@code refs}; what a commit does not have under {@code .no_exist}; what it has under {@code
 * trees}.
 */
final class HubCache {
    private static final long LAYOUT = 1;

    private final Path folder;
    private final Path locks;
    private final boolean links;

    HubCache(Path root, String repo, boolean links) {
        String name = "models--" + repo.replace("/", "--");
        this.folder = root.resolve(name);
        this.locks = root.resolve(".locks").resolve(name);
        this.links = links;
    }

    Path folder() {
        return folder;
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(RepoFile file) {
        return folder.resolve("blobs").resolve(file.etag());
    }

    /** Where a file grows. Its name is ours alone: an older {@code huggingface_hub} appends to its own unasked. */
    Path growing(RepoFile file) {
        return folder.resolve("blobs").resolve(file.etag() + ".patchclamp.incomplete");
    }

    Path lock(RepoFile file) {
        return locks.resolve(file.etag() + ".lock");
    }

    /** Where a file of a commit is to be read. */
    Path pointer(String commit, String path) {
        return snapshot(commit).resolve(path);
    }

    /** Whether a file is there, whole as far as its size tells. */
    boolean holds(String commit, RepoFile file) {
        Path pointer = pointer(commit, file.path());
        try {
            return Files.isRegularFile(pointer) && (file.size() < 0 || Files.size(pointer) == file.size());
        } catch (IOException e) {
            return false;
        }
    }

    /** The commit that a revision was when it was last asked for. */
    Optional<String> commit(String revision) {
        if (HubReference.isCommit(revision)) {
            return Files.isDirectory(snapshot(revision)) ? Optional.of(revision) : Optional.empty();
        }
        try {
            String commit =
                    Files.readString(folder.resolve("refs").resolve(revision)).strip();
            boolean there = HubReference.isCommit(commit) && Files.isDirectory(snapshot(commit));
            return there ? Optional.of(commit) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Keeps which commit a revision is. */
    void remember(String revision, String commit) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        if (!revision.equals(commit) && !commit(revision).equals(Optional.of(commit))) {
            write(ref, commit);
        }
    }

    /** Keeps that a commit lacks these files, so that Python need not ask. */
    void absent(String commit, Collection<String> paths) throws IOException {
        for (String path : paths) {
            Path mark = folder.resolve(".no_exist").resolve(commit).resolve(path);
            if (!Files.exists(mark)) {
                write(mark, "");
            }
        }
    }

    /** Whether the list of what a commit holds was kept. */
    boolean knows(String commit) {
        return Files.isRegularFile(folder.resolve("trees").resolve(commit + ".json"));
    }

    /** What a commit holds, as far as the cache knows: by its kept list, or else by the files that are there. */
    Optional<RepoListing> listing(String commit) {
        Path file = folder.resolve("trees").resolve(commit + ".json");
        try {
            return Optional.of(RepoListing.of(commit, files(Json.parseObject(Files.readString(file), "a list"))));
        } catch (IOException | LoadException e) {
            // None was kept, or it is broken: what lies there says less, but says it truly.
        }
        Path snapshot = snapshot(commit);
        try (Stream<Path> paths = Files.walk(snapshot)) {
            List<RepoFile> files = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = snapshot.relativize(path).toString().replace('\\', '/');
                files.add(new RepoFile(name, Files.size(path), "", Optional.empty()));
            }
            return Optional.of(RepoListing.of(commit, files));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static List<RepoFile> files(Map<String, Object> root) throws IOException {
        if (!Long.valueOf(LAYOUT).equals(root.get("format_version")) || !(root.get("files") instanceof Map<?, ?> map)) {
            throw new IOException("another layout");
        }
        List<RepoFile> files = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getValue() instanceof Map<?, ?> file)
                    || !(file.get("size") instanceof Long size)
                    || !(file.get("blob_id") instanceof String id)) {
                throw new IOException("another layout");
            }
            files.add(
                    file.get("lfs_sha256") instanceof String sha256 && file.get("lfs_size") instanceof Long large
                            ? new RepoFile((String) entry.getKey(), large, id, Optional.of(sha256))
                            : new RepoFile((String) entry.getKey(), size, id, Optional.empty()));
        }
        return files;
    }

    /** Keeps what a commit holds, if all of it is known. */
    void keep(RepoListing listing) throws IOException {
        Path target = folder.resolve("trees").resolve(listing.commit() + ".json");
        if (Files.exists(target) || !listing.files().values().stream().allMatch(RepoFile::checkable)) {
            return;
        }
        Map<String, Object> files = new TreeMap<>();
        for (RepoFile file : listing.files().values()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("size", file.size());
            entry.put("blob_id", file.blobId());
            file.sha256().ifPresent(sha256 -> {
                entry.put("lfs_sha256", sha256);
                entry.put("lfs_size", file.size());
            });
            files.put(file.path(), entry);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format_version", LAYOUT);
        root.put("files", files);
        write(target, Json.writeIndented(root));
    }

    /**
     * Makes a file of a commit lead to its content. Where there are no links, the content itself goes there.
     *
     * @param ours whether the content was brought just now, so that nothing else leads to it
     */
    void point(String commit, RepoFile file, boolean ours) throws IOException {
        Path pointer = pointer(commit, file.path());
        Path blob = blob(file);
        Files.createDirectories(pointer.getParent());
        Path fresh = beside(pointer);
        try {
            if (!link(fresh, pointer.getParent().relativize(blob))) {
                if (ours) {
                    Files.move(blob, fresh);
                } else {
                    Files.copy(blob, fresh);
                }
            }
            Files.move(fresh, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private boolean link(Path link, Path target) {
        if (!links) {
            return false;
        }
        try {
            Files.createSymbolicLink(link, target);
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }

    private static void write(Path target, String text) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = beside(target);
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Path beside(Path target) {
        String name = String.format(
                Locale.ROOT,
                "%s.%08x.tmp",
                target.getFileName(),
                ThreadLocalRandom.current().nextInt());
        return target.resolveSibling(name);
    }
}
