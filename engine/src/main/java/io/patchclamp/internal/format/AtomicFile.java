package io.patchclamp.internal.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.fault.SaveException;

/** Writes a file so that at each moment there is the old one, whole, or the new one, whole. */
public final class AtomicFile {
    /** What is to be written. */
    @FunctionalInterface
    public interface Body {
        /** Writes everything; need not flush. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file, or replaces one.
     *
     * @param target the file; its folder must be there
     * @param body what to write
     * @throws SaveException if the folder is missing, may not be written, or is full
     * @throws CancelledException if the thread was interrupted; nothing has changed then
     */
    public static void write(Path target, Body body) {
        requireFolder(target);
        if (Files.isDirectory(target)) {
            throw new SaveException("'" + target + "' is a folder, so no file can be written there.", "another name");
        }
        Path part = beside(target, "part");
        try {
            writeAndForce(part, body);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw fault(target, e);
        } finally {
            deleteQuietly(part);
        }
    }

    /** A hidden name in the same folder that nothing has. */
    public static Path beside(Path target, String ending) {
        return target.resolveSibling(String.format(
                Locale.ROOT,
                ".%s.%08x.%s",
                target.getFileName(),
                ThreadLocalRandom.current().nextInt(),
                ending));
    }

    /** Fails unless the folder of a file is there. */
    public static void requireFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || target.getFileName() == null) {
            throw new SaveException("'" + target + "' has no name to be written under.", "a file name");
        }
        if (!Files.isDirectory(folder)) {
            throw new SaveException(
                    "There is no folder '" + folder + "' to write '" + target.getFileName() + "' into.",
                    "make the folder first, or check the path");
        }
    }

    /** Writes a new file that nobody knows yet, down to the disk. */
    public static void writeAndForce(Path file, Body body) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            body.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** What an error of the file system means to the user. */
    public static PatchclampException fault(Path target, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new CancelledException(
                    "Writing '" + target + "' was interrupted; nothing was changed.", "run it again", e);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (e instanceof AccessDeniedException) {
            return new SaveException(
                    "'" + target.getFileName() + "' may not be written in '" + folder + "' by this user.",
                    "a folder of your own, such as your home",
                    e);
        }
        return new SaveException(
                "'" + target + "' cannot be written: " + e.getMessage() + free(folder) + ".",
                "free some space, or another disk",
                e);
    }

    private static String free(Path folder) {
        try {
            return " (" + Files.getFileStore(folder).getUsableSpace() + " bytes are free there)";
        } catch (IOException e) {
            return "";
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // What matters was said already; a hidden file is left behind.
            part.toFile().deleteOnExit();
        }
    }
}
