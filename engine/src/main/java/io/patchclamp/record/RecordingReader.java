package io.patchclamp.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.CancelledException;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.json.Json;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

import static io.patchclamp.record.RecordingFiles.ACTIVATIONS;
import static io.patchclamp.record.RecordingFiles.INTERVENTIONS;
import static io.patchclamp.record.RecordingFiles.TOKENS;

/** Reads the files of a recording. Nothing they say is believed before it is compared with what is there. */
final class RecordingReader {
    private static final long MAX_MANIFEST = 64L << 20;
    private static final int MAX_LINE = 64 << 20;

    private final Path folder;

    private RecordingReader(Path folder) {
        this.folder = folder;
    }

    /** Whether a folder holds a recording of any version, whole or not. */
    static boolean isRecording(Path folder) {
        Path manifest = folder.resolve(RecordingFiles.MANIFEST);
        try {
            return Files.isRegularFile(manifest)
                    && Files.size(manifest) <= MAX_MANIFEST
                    && Json.parse(Files.readString(manifest), "it") instanceof Map<?, ?> map
                    && RecordingWriter.FORMAT.equals(map.get("format"));
        } catch (IOException | LoadException e) {
            return false;
        }
    }

    static Recording read(Path folder) {
        if (!Files.exists(folder)) {
            throw new LoadException("There is no recording '" + folder + "'.", "check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new LoadException(
                    "'" + folder + "' is a file; a recording is a folder.", "the folder that was given to %save");
        }
        return new RecordingReader(folder).read();
    }

    private Recording read() {
        Members manifest = manifest();
        int count = manifest.integer("trials");
        List<Integer> passes = manifest.integers("forwardPasses");
        Members files = manifest.object("files");
        boolean first = manifest.integer("version") == 1;
        for (String name : first ? List.of(TOKENS, ACTIVATIONS) : List.of(TOKENS, ACTIVATIONS, INTERVENTIONS)) {
            requireUnchanged(name, files.object(name), first ? "crc32c" : "sha256");
        }
        List<RecordedTrial> trials = lines(TOKENS, json -> built(json, () -> trial(json)));
        if (trials.size() != count) {
            throw new LoadException(
                    "'" + folder.resolve(TOKENS) + "' holds " + trials.size() + " trials; '" + RecordingFiles.MANIFEST
                            + "' says " + count + ".",
                    "another copy; this one is cut short or was changed");
        }
        List<Receipt> receipts =
                first ? ReceiptText.inManifest(manifest) : lines(INTERVENTIONS, json -> ReceiptText.of(json));
        if (passes.size() != count) {
            throw manifest.fault("'forwardPasses'", count + " numbers, one a trial", passes.size() + " numbers");
        }
        List<SiteRecording> sites = new ArrayList<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(ACTIVATIONS))) {
            for (Members site : manifest.objects("sites")) {
                sites.add(SiteReader.read(site, trials, file));
            }
        }
        return built(
                manifest,
                () -> new Recording(
                        provenance(manifest.object("provenance")),
                        trials,
                        sites,
                        passes,
                        manifest.text("pool"),
                        receipts));
    }

    private Members manifest() {
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
            manifest = new Members("'" + path + "'", Json.parseObject(Files.readString(path), "'" + path + "'"));
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

    private void requireUnchanged(String name, Members expected, String kind) {
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
        } catch (java.nio.channels.ClosedByInterruptException e) {
            throw new CancelledException("Loading '" + folder + "' was interrupted.", "run it again", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** What the lines of a file hold, one object each. */
    private <T> List<T> lines(String name, Function<Members, T> reader) {
        Path path = folder.resolve(name);
        List<T> all = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()))) {
            for (String line = line(in, path); line != null; line = line(in, path)) {
                String where = "line " + (all.size() + 1) + " of '" + path + "'";
                all.add(reader.apply(new Members(where, Json.parseObject(line, where))));
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

    private static RecordedTrial trial(Members json) {
        Optional<Trials.Span> event = Optional.empty();
        if (json.json.get("event") != null) {
            List<Integer> span = json.integers("event");
            if (span.size() != 2) {
                throw json.fault("'event'", "2 numbers", span.size() + " numbers");
            }
            event = Optional.of(new Trials.Span(span.get(0), span.get(1)));
        }
        Map<String, String> columns = new LinkedHashMap<>();
        Members held = json.object("columns");
        held.json.keySet().forEach(k -> columns.put(k, held.text(k)));
        Tokens prompt = new Tokens(
                json.text("text"),
                json.integers("ids"),
                json.texts("visible"),
                json.integers("starts"),
                json.integers("ends"));
        RecordedTrial trial = new RecordedTrial(
                new Trials.Item(json.text("prompt"), columns, event, Boolean.TRUE.equals(json.json.get("whole"))),
                prompt,
                json.integers("generated"),
                json.texts("allVisible"),
                json.text("generatedText"),
                json.integers("rows"),
                json.integers("steps"));
        int tokens = prompt.count() + trial.generated().size();
        if (trial.visible().size() != tokens) {
            throw json.fault(
                    "'allVisible'",
                    tokens + " texts, one a token",
                    trial.visible().size() + " texts");
        }
        for (int row : trial.rows()) {
            if (row < -1 || row >= tokens) {
                throw json.fault("'rows'", "numbers from -1 to " + (tokens - 1), String.valueOf(row));
            }
        }
        return trial;
    }

    private static Provenance provenance(Members json) {
        Map<String, String> details = new LinkedHashMap<>();
        Members held = json.object("details");
        held.json.keySet().forEach(k -> details.put(k, held.textOrNull(k)));
        return new Provenance(
                json.text("model"),
                json.textOrNull("source"),
                json.textOrNull("sha256"),
                json.textOrNull("weights"),
                json.textOrNull("tokenizer"),
                json.textOrNull("dtype"),
                details);
    }

    /** What a record's own checks refuse is a fault of the file. */
    static <T> T built(Members json, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw json.fault("it", "parts that fit together", e.getMessage());
        }
    }
}
