package io.patchclamp.internal.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one at a time fetch a file, among the threads and programs that use Java's locks. Python's are of another kind
 * on most systems: should both fetch the same file, each writes to a name of its own, and the second takes the place of
 * an equal first.
 */
final class BlobLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final long STEP_MILLIS = 50;

    private final Path file;
    private final FileChannel channel;

    private BlobLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for the lock. A file system without locks has none to wait for.
     *
     * @param waiting called at each look while another holds it
     */
    static BlobLock take(Path file, Runnable waiting) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        while (true) {
            if (HELD.add(file)) {
                FileChannel channel = null;
                try {
                    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    if (lock(channel)) {
                        return new BlobLock(file, channel);
                    }
                    channel.close();
                } catch (IOException | RuntimeException e) {
                    HELD.remove(file);
                    if (channel != null) {
                        channel.close();
                    }
                    throw e;
                }
                HELD.remove(file);
            }
            waiting.run();
            Thread.sleep(STEP_MILLIS);
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
