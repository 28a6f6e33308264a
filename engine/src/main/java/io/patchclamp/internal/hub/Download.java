package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.hub.HubHttp.Answer;

/**
 * Brings one file into the cache. It grows under a name of its own, is compared with its hash when it has its size, and
 * only then gets the name under which anybody looks for it.
 */
final class Download implements Callable<Void> {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final int PIECE = 1 << 17;

    private final HubApi api;
    private final HubCache cache;
    private final Crew crew;
    private final Meter meter;
    private final Pace pace;
    private final String repo;
    private final String commit;
    private final RepoFile file;
    private long counted;
    private long furthest;

    Download(HubApi api, HubCache cache, Crew crew, Meter meter, Pace pace, String repo, String commit, RepoFile file) {
        this.api = api;
        this.cache = cache;
        this.crew = crew;
        this.meter = meter;
        this.pace = pace;
        this.repo = repo;
        this.commit = commit;
        this.file = file;
    }

    @Override
    public Void call() throws UnreachableException, InterruptedException {
        try {
            Files.createDirectories(cache.blob(file).getParent());
            BlobLock lock = lock();
            try {
                if (!cache.holds(commit, file)) {
                    boolean ours = bring();
                    cache.point(commit, file, ours);
                }
            } finally {
                lock.close();
            }
            count(file.size());
            return null;
        } catch (UnreachableException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw unwritten(e);
        }
    }

    private BlobLock lock() throws IOException, InterruptedException {
        boolean[] waiting = {false};
        try {
            return BlobLock.take(cache.lock(file), () -> {
                if (!waiting[0]) {
                    waiting[0] = true;
                    meter.waiting(1);
                }
            });
        } finally {
            if (waiting[0]) {
                meter.waiting(-1);
            }
        }
    }

    /**
     * Sees to it that the content is there, whole.
     *
     * @return whether it was not before
     */
    private boolean bring() throws IOException, InterruptedException {
        Path blob = cache.blob(file);
        if (Files.isRegularFile(blob) && Files.size(blob) == file.size()) {
            return false;
        }
        Path part = cache.growing(file);
        Patience patience = pace.patience();
        for (boolean again = false; ; again = true) {
            grow(part, patience);
            String hash = BlobHash.of(part, file.etag());
            if (hash.equals(file.etag())) {
                break;
            }
            Files.delete(part);
            count(0);
            if (again) {
                throw new LoadException(
                        "'" + file.path() + "' of '" + repo + "' came with other bytes than the hub lists: its hash is "
                                + hash + ", and should be " + file.etag() + ". It was thrown away.",
                        "later again, without a mirror or proxy between (HF_ENDPOINT, HTTPS_PROXY)");
            }
        }
        Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Reads on from what is there until the size is reached. */
    private void grow(Path part, Patience patience) throws IOException, InterruptedException {
        while (true) {
            long from = Files.exists(part) ? Files.size(part) : 0;
            if (from > file.size()) {
                Files.delete(part);
                from = 0;
            }
            count(from);
            furthest = Math.max(furthest, from);
            if (from == file.size() && Files.exists(part)) {
                return;
            }
            crew.requireOpen();
            try (Answer answer = api.open(file, commit, from)) {
                receive(answer, part, from, patience);
            } catch (UnreachableException e) {
                patience.tried(e);
            }
        }
    }

    private void receive(Answer answer, Path part, long from, Patience patience)
            throws IOException, InterruptedException {
        Optional<String> etag = HubApi.etag(answer);
        if (answer.status() == 416) {
            Files.deleteIfExists(part);
            patience.tried(other("no part of it (it answers 416)"));
            return;
        }
        // Where it sends us elsewhere, a hub's plain ETag may be of another kind, and says nothing then.
        boolean comparable =
                etag.map(String::length).equals(Optional.of(file.etag().length()));
        if (comparable && !etag.get().equals(file.etag())) {
            throw other("the hash " + etag.get() + " where its list has " + file.etag());
        }
        long start = start(answer, from);
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (start < 0 || length >= 0 && start + length != file.size()) {
            Files.deleteIfExists(part);
            patience.tried(other(
                    start < 0
                            ? "another part than was asked for"
                            : (start + length) + " bytes where its list has " + file.size()));
            return;
        }
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Crew.Stream in = crew.watch(answer.body())) {
            out.truncate(start);
            copy(in, out, start, patience);
            out.force(true);
        }
    }

    private void copy(Crew.Stream in, FileChannel out, long start, Patience patience)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        long at = start;
        count(at);
        while (at < file.size()) {
            int n;
            try {
                n = in.read(piece);
            } catch (IOException e) {
                crew.requireOpen();
                throw cut(at, e);
            }
            if (n < 0) {
                throw cut(at, new IOException("it ended early"));
            }
            int fits = (int) Math.min(n, file.size() - at);
            ByteBuffer bytes = ByteBuffer.wrap(piece, 0, fits);
            while (bytes.hasRemaining()) {
                at += out.write(bytes, at);
            }
            if (at > furthest) {
                // A server that begins anew each time would be tried for ever.
                furthest = at;
                patience.rewarded();
            }
            count(at);
            if (n > fits) {
                return;
            }
        }
    }

    /** Where the body begins, or -1 if it is not what was asked for. */
    private long start(Answer answer, long from) {
        if (answer.status() == 200) {
            return 0;
        }
        Matcher range = CONTENT_RANGE.matcher(
                answer.headers().firstValue("Content-Range").orElse(""));
        if (answer.status() != 206 || !range.matches()) {
            return -1;
        }
        boolean whole = range.group(2).equals("*") || Long.parseLong(range.group(2)) == file.size();
        return whole && Long.parseLong(range.group(1)) == from ? from : -1;
    }

    private UnreachableException cut(long at, IOException e) {
        UnreachableException plain = api.broken(file, commit, e);
        return new UnreachableException(
                "'" + file.path() + "' of '" + repo + "' stopped at byte " + at + " of " + file.size() + " ("
                        + e.getMessage() + "), after several tries. What came is kept.",
                "run it again; it goes on where it stopped",
                -1,
                plain.getCause());
    }

    private UnreachableException other(String what) {
        return new UnreachableException(
                "For '" + file.path() + "' of '" + repo + "' the hub offers " + what + ".",
                "later again, without a mirror or proxy between (HF_ENDPOINT, HTTPS_PROXY)",
                -1,
                null);
    }

    /** Tells the meter how much of this file is there now. */
    private void count(long bytes) {
        meter.add(bytes - counted);
        counted = bytes;
    }

    private LoadException unwritten(Exception e) {
        Path folder = cache.folder();
        String why = e instanceof AccessDeniedException || e instanceof ReadOnlyFileSystemException
                ? "this user may not"
                : String.valueOf(e.getMessage());
        return new LoadException(
                "'" + file.path() + "' cannot be kept in '" + folder + "': " + why + ".",
                "free some space, or set HF_HUB_CACHE to another folder",
                e);
    }
}
