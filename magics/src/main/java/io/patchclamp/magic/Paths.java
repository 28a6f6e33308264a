package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders as a user types them: relative to the notebook's folder, {@code ~} for home. */
final class Paths {
    private Paths() {}

    static Path resolve(Session session, String typed) {
        try {
            boolean home = typed.equals("~") || typed.startsWith("~/") || typed.startsWith("~\\");
            String path = home ? System.getProperty("user.home") + typed.substring(1) : typed;
            return session.directory().resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new UsageException(
                    "'" + typed + "' cannot be the name of a file: " + e.getReason() + ".", "a path without that", e);
        }
    }

    /** A file or folder that must be there. */
    static Path existing(Session session, String typed, String what) {
        Path path = resolve(session, typed);
        if (!Files.exists(path)) {
            List<String> near = Nearest.ranked(nameOf(path), siblings(path));
            throw new UsageException(
                    "There is no '" + typed + "' in '" + session.directory() + "' to be read as " + what + ".",
                    near.isEmpty() ? "a path relative to that folder, or an absolute one" : String.join(", ", near));
        }
        return path;
    }

    private static String nameOf(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static List<String> siblings(Path path) {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Paths::nameOf).sorted().limit(1000).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
