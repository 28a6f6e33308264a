package io.patchclamp.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.patchclamp.fault.LoadException;

/** SHA-256 of what a model was loaded from. */
final class FileHash {
    private FileHash() {}

    /** Of one file its hash; of several the hash of the text that lists their hashes, one a line. */
    static String of(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return one(files.get(0));
        }
        StringBuilder list = new StringBuilder();
        for (Path file : files) {
            list.append(one(file)).append("  ").append(file.getFileName()).append('\n');
        }
        MessageDigest digest = digest();
        return HexFormat.of().formatHex(digest.digest(list.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String one(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static <T> T join(Future<T> hash) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return hash.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new LoadException(
                    "The model's files cannot be hashed any more: " + e.getCause(),
                    "load the model again; its files were changed or removed",
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
