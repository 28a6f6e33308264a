package io.patchclamp.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** What tells a file from one that was damaged or changed, in hexadecimal. */
final class Checksums {
    private Checksums() {}

    /** What recordings are kept with. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        read(file, digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What recordings of layout version 1 were kept with. */
    static String crc32c(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        read(file, crc::update);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static void read(Path file, Consumer<ByteBuffer> to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(chunk) >= 0) {
                to.accept(chunk.flip());
                chunk.clear();
            }
        }
    }
}
