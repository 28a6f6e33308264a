package io.patchclamp.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/**
 * The files in a recording's folder. Nothing they say is believed before it is compared with what is there, and nothing is
 * read that the heap could not hold.
 *
 * @param folder the recording
 */
record KeptFiles(Path folder) {
    private static final long MAX_MANIFEST = 64L << 20;
    private static final int MAX_LINE = 64 << 20;
    /** How many bytes of heap one byte of text may become, once it is objects. */
    private static final int GROWTH = 4;
    /** How many bytes of heap one value of JSON may become. */
    private static final int VALUE_BYTES = 200;
    /** More than any recording has. */
    private static final long MOST_VALUES = 16_000_000;

    /** Whether a folder holds a recording of any version, whole or not. */
    static boolean isRecording(Path folder) {
        Path manifest = folder.resolve(RecordingFiles.MANIFEST);
        try {
            return Files.isRegularFile(manifest)
                    && Files.size(manifest) <= MAX_MANIFEST
                    && Json.parse(Files.readString(manifest), "it", mostValues()) instanceof Map<?, ?> map
                    && RecordingWriter.FORMAT.equals(map.get("format"));
        } catch (IOException | LoadException e) {
            return false;
        }
    }

    private static long mostValues() {
        return Math.min(MOST_VALUES, Runtime.getRuntime().maxMemory() / VALUE_BYTES);
    }

    Members manifest() {
        Path path = folder.resolve(RecordingFiles.MANIFEST);
        requireNoLink(path);
        if (!Files.isRegularFile(path)) {
            throw new LoadException(
                    "'" + folder + "' is no recording: it has no '" + RecordingFiles.MANIFEST + "'.",
                    "a folder that %save made");
        }
        Members manifest;
        try {
            if (Files.size(path) > MAX_MANIFEST) {
                throw new LoadException(
                        "'" + path + "' has " + Files.size(path) + " bytes; we read up to " + MAX_MANIFEST + ".",
                        "another copy of the recording; this one is damaged");
            }
            manifest = new Members(
                    "'" + path + "'", Json.parseObject(Files.readString(path), "'" + path + "'", mostValues()));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        if (!RecordingWriter.FORMAT.equals(manifest.json.get("format"))) {
            throw new LoadException(
                    "'" + folder + "' is no recording: the 'format' in its '" + RecordingFiles.MANIFEST + "' is not '"
                            + RecordingWriter.FORMAT + "'.",
                    "a folder that %save made");
        }
        int version = manifest.integer("version");
        if (version < 1 || version > RecordingWriter.VERSION) {
            throw new LoadException(
                    "The recording '" + folder + "' has layout version " + version + "; this program reads up to "
                            + RecordingWriter.VERSION + ".",
                    "a newer Patchclamp, or record again");
        }
        return manifest;
    }

    /** A link may lead anywhere, and what it leads to may change: a recording is what lies in its folder. */
    private void requireNoLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw new LoadException(
                    "'" + path + "' is a link; the files of a recording lie in its folder.",
                    "a copy of the recording that has the files themselves (cp -rL makes one)");
        }
    }

    private static LoadException unreadable(Path path, IOException e) {
        if (e instanceof CharacterCodingException) {
            return new LoadException(
                    "'" + path + "' is not UTF-8.", "another copy of the recording; this one is damaged", e);
        }
        return new LoadException(
                "'" + path + "' cannot be read: " + e.getMessage() + ".",
                "check the disk, and who may read the file",
                e);
    }

    /** Fails unless a file is as long as the manifest says, and has the checksum it says. */
    void requireUnchanged(String name, Members expected, String kind) {
        Path path = folder.resolve(name);
        requireNoLink(path);
        if (!Files.isRegularFile(path)) {
            throw new LoadException(
                    "The recording '" + folder + "' lacks its file '" + name + "'.",
                    "another copy; this one is not whole");
        }
        try {
            long bytes = Files.size(path);
            if (!Long.valueOf(bytes).equals(expected.json.get("bytes"))) {
                throw new LoadException(
                        "'" + path + "' has " + bytes + " bytes; when it was kept it had " + expected.json.get("bytes")
                                + ".",
                        "another copy; this one is cut short or was changed");
            }
            String checksum = kind.equals("sha256") ? Checksums.sha256(path) : Checksums.crc32c(path);
            if (!checksum.equals(expected.text(kind))) {
                throw new LoadException(
                        "'" + path + "' has the checksum " + checksum + "; when it was kept it had "
                                + expected.text(kind) + ".",
                        "another copy; this one is damaged or was changed");
            }
        } catch (ClosedByInterruptException e) {
            throw new CancelledException("Loading '" + folder + "' was interrupted.", "run it again", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** What the lines of a file hold, one object each. */
    <T> List<T> lines(String name, Function<Members, T> reader) {
        Path path = folder.resolve(name);
        List<T> all = new ArrayList<>();
        try {
            long heap = Runtime.getRuntime().maxMemory();
            if (Files.size(path) > heap / GROWTH) {
                throw new LoadException(
                        "'" + path + "' has " + (Files.size(path) >> 20) + " MB, and is read as a whole; the heap has "
                                + (heap >> 20) + " MB.",
                        "more heap (-Xmx), or a recording of fewer trials");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        long most = mostValues();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()))) {
            for (String line = line(in, path); line != null; line = line(in, path)) {
                String where = "line " + (all.size() + 1) + " of '" + path + "'";
                all.add(reader.apply(new Members(where, Json.parseObject(line, where, most))));
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return all;
    }

    private static String line(BufferedReader in, Path path) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
            if (line.length() > MAX_LINE) {
                throw new LoadException(
                        "'" + path + "' has a line of more than " + MAX_LINE + " characters.",
                        "another copy of the recording");
            }
        }
        return line.toString();
    }
}
