package io.patchclamp.kernel.history;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

/**
 * The file behind the history: one entry a line, the newest last, written by all kernels of a user at once. Each write is
 * made under a lock beside the file. Lines that are broken are passed over; nothing in the file can stop a kernel.
 */
final class HistoryFile {
    /** What is read of a file, and more or less what it is kept to. */
    static final long MAX_BYTES = 16L << 20;

    private static final Logger LOG = Logger.getLogger(HistoryFile.class.getName());
    private static final Gson GSON = new Gson();
    private static final ReentrantLock OF_THIS_PROGRAM = new ReentrantLock(); // a file lock is a whole program's

    private static final int LOCK_TRIES = 100;

    private final Path file;
    private boolean usable = true;
    private int appended;

    HistoryFile(Path file) {
        this.file = file;
    }

    /** Work on the file. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** What other sessions left, and a number for this one that no other has: a line without a cell takes it. */
    int begin(List<History.Entry> to) {
        int[] session = {1};
        locked(() -> {
            List<History.Entry> all = read();
            session[0] = all.stream().mapToInt(History.Entry::session).max().orElse(0) + 1;
            all.stream().filter(e -> e.input() != null).forEach(to::add);
            to.subList(0, Math.max(0, to.size() - History.MAX_KEPT)).clear();
            if (all.size() > 2 * History.MAX_KEPT || size() > MAX_BYTES) {
                rewrite(to);
            }
            write(new History.Entry(session[0], 0, null, null));
        });
        if (!usable) {
            session[0] = to.stream().mapToInt(History.Entry::session).max().orElse(0) + 1;
        }
        return session[0];
    }

    void append(History.Entry entry) {
        locked(() -> {
            write(entry);
            if (++appended >= History.MAX_KEPT || size() > 2 * MAX_BYTES) {
                appended = 0;
                List<History.Entry> all = read();
                int last = all.stream().mapToInt(History.Entry::session).max().orElse(0);
                List<History.Entry> kept = new ArrayList<>(List.of(new History.Entry(last, 0, null, null)));
                kept.addAll(all.subList(Math.max(0, all.size() - History.MAX_KEPT), all.size()));
                rewrite(kept);
            }
        });
    }

    /** Where the file cannot be used, it is left alone from then on. */
    private void locked(Work work) {
        if (!usable) {
            return;
        }
        OF_THIS_PROGRAM.lock();
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel); // closing the channel gives it back
                work.run();
            }
        } catch (IOException | RuntimeException e) {
            usable = false;
            LOG.log(Level.INFO, "history is not kept: {0}", e.toString());
        } finally {
            OF_THIS_PROGRAM.unlock();
        }
    }

    /** Some network drives have no locks, and another kernel may hang: then a line may be lost, and no more. */
    private static void lock(FileChannel channel) {
        for (int i = 0; i < LOCK_TRIES; i++) {
            try {
                if (channel.tryLock() != null) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException noLocksHere) {
                LOG.log(Level.FINE, "no lock", noLocksHere);
                return;
            }
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private List<History.Entry> read() throws IOException {
        List<History.Entry> entries = new ArrayList<>();
        if (!Files.exists(file)) {
            return entries;
        }
        byte[] bytes;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MAX_BYTES);
            bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
        }
        new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> parse(line, entries));
        return entries;
    }

    private static void parse(String line, List<History.Entry> to) {
        try {
            History.Entry entry = GSON.fromJson(line, History.Entry.class);
            if (entry != null && entry.session() > 0) {
                to.add(entry);
            }
        } catch (JsonParseException | ArithmeticException broken) {
            LOG.log(Level.FINE, "a broken line in the history", broken);
        }
    }

    private void write(History.Entry entry) throws IOException {
        boolean fresh = !Files.exists(file);
        String line = (endsInTheMiddle() ? "\n" : "") + GSON.toJson(entry) + "\n";
        Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (fresh) {
            keepPrivate(file);
        }
    }

    /** A kernel that was killed may have left half a line: what follows must not be lost with it. */
    private boolean endsInTheMiddle() throws IOException {
        if (size() == 0) {
            return false;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(in.length() - 1);
            return in.read() != '\n';
        }
    }

    private void rewrite(List<History.Entry> entries) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "history", ".part");
        Files.write(fresh, entries.stream().map(GSON::toJson).toList(), StandardCharsets.UTF_8);
        keepPrivate(fresh);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Cells may hold passwords. */
    private static void keepPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
