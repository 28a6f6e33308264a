package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.AtomicFile;
import io.patchclamp.internal.format.CsvCell;
import io.patchclamp.internal.json.Json;
import io.patchclamp.trial.Trials;

/** Writes the files of a recording into an empty folder. */
final class RecordingWriter {
    /** Names the layout in {@code recording.json}. */
    static final String FORMAT = "patchclamp-recording";
    /** The newest layout that this program reads: what is kept in half precision has it. */
    static final int VERSION = 3;
    /** The layout of all else, which older programs read too. */
    private static final int PLAIN = 2;
    /** Raised where something is added that a program of the same version may pass over. */
    private static final int MINOR = 2;
    /** The same of what is kept in half precision. */
    private static final int HALF_MINOR = 0;

    private RecordingWriter() {}

    static Optional<Rounding> write(Recording recording, Path folder, long shard, Precision precision)
            throws IOException {
        Optional<Rounding> rounding =
                precision == Precision.F16 ? Optional.of(Rounding.of(recording)) : Optional.empty();
        AtomicFile.writeAndForce(folder.resolve(RecordingFiles.TOKENS), out -> tokens(recording, out));
        ActivationFiles.Written activations = ActivationFiles.write(recording, folder, shard, precision);
        AtomicFile.writeAndForce(folder.resolve(RecordingFiles.INTERVENTIONS), out -> {
            for (Receipt receipt : recording.receipts()) {
                out.write(utf8(Json.write(ReceiptText.of(receipt)) + "\n", "an intervention"));
            }
        });
        AtomicFile.writeAndForce(
                folder.resolve(RecordingFiles.UNITS),
                out -> out.write(utf8(UnitsCsv.of(recording), "the table of units")));
        AtomicFile.writeAndForce(
                folder.resolve(RecordingFiles.TRIALS), out -> out.write(utf8(table(recording), "the table of trials")));
        String manifest = Json.writeIndented(manifest(recording, folder, activations, rounding)) + "\n";
        AtomicFile.writeAndForce(
                folder.resolve(RecordingFiles.MANIFEST), out -> out.write(utf8(manifest, "its provenance")));
        return rounding;
    }

    private static Map<String, Object> manifest(
            Recording recording, Path folder, ActivationFiles.Written activations, Optional<Rounding> rounding)
            throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("version", rounding.isPresent() ? VERSION : PLAIN);
        json.put("minor", rounding.isPresent() ? HALF_MINOR : MINOR);
        rounding.ifPresent(r -> {
            json.put("dtype", Precision.F16.word());
            json.put("rounding", r.sites());
        });
        json.put("made", made());
        json.put("provenance", RecordingText.provenance(recording.provenance()));
        json.put("chat", chat(recording));
        json.put(
                "hypotheses",
                recording.hypotheses().stream().map(HypothesisText::of).toList());
        json.put("pool", recording.pool());
        json.put("trials", recording.trials().size());
        json.put("forwardPasses", recording.forwardPasses());
        json.put(
                "sites",
                recording.sites().stream()
                        .map(site ->
                                site(site, activations.arrays().get(site.site().name())))
                        .toList());
        Map<String, Object> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of(RecordingFiles.TOKENS));
        names.addAll(activations.names());
        names.addAll(List.of(RecordingFiles.INTERVENTIONS, RecordingFiles.UNITS));
        for (String name : names) {
            Path file = folder.resolve(name);
            files.put(name, new TreeMap<>(Map.of("bytes", Files.size(file), "sha256", Checksums.sha256(file))));
        }
        json.put("files", files);
        return json;
    }

    /** How many prompts the chat template wrote, and the hash of its text. */
    private static Map<String, Object> chat(Recording recording) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "trials",
                recording.trials().stream().filter(t -> t.item().whole()).count());
        json.put("template", recording.provenance().details().get(Recorder.CHAT_TEMPLATE));
        return json;
    }

    /** What the recording was made on. */
    private static Map<String, Object> made() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("program", "patchclamp");
        Versions.program().ifPresent(v -> json.put("version", v));
        json.put("libraries", Versions.libraries());
        json.put("java", System.getProperty("java.version"));
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return json;
    }

    private static Map<String, Object> site(SiteRecording site, List<String> arrays) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", site.site().name());
        json.put("point", site.site().point().shortName());
        json.put("layer", site.site().layer());
        json.put("flat", site.site().flat());
        json.put("unitShape", site.site().unitShape());
        json.put("units", site.units());
        json.put(
                "axes",
                site.trials().isEmpty()
                        ? site.site().axes()
                        : site.trials().get(0).axes());
        json.put(
                "shapes",
                site.shapes().stream()
                        .map(s -> Arrays.stream(s).boxed().toList())
                        .toList());
        if (arrays != null) {
            json.put("arrays", arrays);
        }
        return json;
    }

    private static void tokens(Recording recording, OutputStream out) throws IOException {
        int number = 0;
        for (RecordedTrial trial : recording.trials()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("prompt", trial.item().prompt());
            json.put("columns", trial.item().columns());
            json.put(
                    "event",
                    trial.item().event().map(e -> List.of(e.start(), e.end())).orElse(null));
            if (trial.item().whole()) {
                json.put("whole", true);
            }
            json.put("text", trial.prompt().text());
            json.put("ids", trial.prompt().ids());
            json.put("visible", trial.prompt().visible());
            json.put("starts", trial.prompt().starts());
            json.put("ends", trial.prompt().ends());
            json.put("generated", trial.generated());
            json.put("allVisible", trial.visible());
            json.put("generatedText", trial.text());
            json.put("rows", trial.rows());
            json.put("steps", trial.steps());
            out.write(utf8(Json.write(json) + "\n", "trial " + number++));
        }
    }

    /** A Java text may hold half a character, which UTF-8 has no bytes for. */
    private static byte[] utf8(String text, String what) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new SaveException(
                    "The recording cannot be kept: " + what + " holds half a character (an unpaired surrogate).",
                    "text without it",
                    e);
        }
    }

    /** The stimuli, with each column that any of them has. */
    private static String table(Recording recording) {
        Set<String> columns = new LinkedHashSet<>();
        recording.trials().forEach(t -> columns.addAll(t.item().columns().keySet()));
        StringBuilder out = new StringBuilder("trial,prompt");
        columns.forEach(c -> out.append(',').append(CsvCell.of(c)));
        out.append(",event_start,event_end,generated\n");
        for (int t = 0; t < recording.trials().size(); t++) {
            RecordedTrial trial = recording.trials().get(t);
            Trials.Item item = trial.item();
            out.append(t).append(',').append(CsvCell.of(item.prompt()));
            columns.forEach(
                    c -> out.append(',').append(CsvCell.of(item.columns().getOrDefault(c, ""))));
            out.append(',')
                    .append(item.event().map(e -> e.start() + "," + e.end()).orElse(","));
            out.append(',').append(CsvCell.of(trial.text())).append('\n');
        }
        return out.toString();
    }
}
