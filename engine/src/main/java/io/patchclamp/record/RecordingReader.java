package io.patchclamp.record;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.patchclamp.edit.Receipt;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.SafetensorsCheckpoint;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

import static io.patchclamp.record.RecordingFiles.INTERVENTIONS;
import static io.patchclamp.record.RecordingFiles.TOKENS;

/** Reads the files of a recording. Nothing they say is believed before it is compared with what is there. */
final class RecordingReader {
    private final KeptFiles kept;
    private final long memory;

    private RecordingReader(KeptFiles kept, long memory) {
        this.kept = kept;
        this.memory = memory;
    }

    static Recording read(Path folder, long memory) {
        if (!Files.exists(folder)) {
            throw new LoadException("There is no recording '" + folder + "'.", "check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new LoadException(
                    "'" + folder + "' is a file; a recording is a folder.", "the folder that was given to %save");
        }
        return new RecordingReader(new KeptFiles(folder), memory).read();
    }

    private Recording read() {
        Members manifest = kept.manifest();
        int count = manifest.integer("trials");
        List<Integer> passes = manifest.integers("forwardPasses");
        boolean first = manifest.integer("version") == 1;
        boolean sharded = requireUnchanged(manifest.object("files"), first);
        List<RecordedTrial> trials = kept.lines(TOKENS, json -> built(json, () -> trial(json)));
        if (trials.size() != count) {
            throw new LoadException(
                    "'" + kept.folder().resolve(TOKENS) + "' holds " + trials.size() + " trials; '"
                            + RecordingFiles.MANIFEST + "' says " + count + ".",
                    "another copy; this one is cut short or was changed");
        }
        List<Receipt> receipts = first ? ReceiptText.inManifest(manifest) : kept.lines(INTERVENTIONS, ReceiptText::of);
        if (passes.size() != count) {
            throw manifest.fault("'forwardPasses'", count + " numbers, one a trial", passes.size() + " numbers");
        }
        for (int t = 0; t < count; t++) {
            int most = trials.get(t).generated().size() + 1;
            if (passes.get(t) < 1 || passes.get(t) > most) {
                throw manifest.fault(
                        "'forwardPasses'", "1 to " + most + " for trial " + t, String.valueOf(passes.get(t)));
            }
        }
        List<SiteRecording> sites = sites(manifest, trials, sharded);
        return built(
                manifest,
                () -> new Recording(
                        provenance(manifest.object("provenance")),
                        trials,
                        sites,
                        passes,
                        manifest.text("pool"),
                        receipts,
                        HypothesisText.inManifest(manifest)));
    }

    /** Compares each file that is read with what the manifest says of it; gives whether there are several with arrays. */
    private boolean requireUnchanged(Members files, boolean first) {
        boolean sharded =
                !files.json.containsKey(ActivationFiles.SINGLE) && files.json.containsKey(ActivationFiles.INDEX);
        List<String> names = new ArrayList<>(List.of(TOKENS, sharded ? ActivationFiles.INDEX : ActivationFiles.SINGLE));
        if (!first) {
            names.add(INTERVENTIONS);
        }
        if (sharded) {
            files.json.keySet().stream()
                    .filter(name -> ActivationFiles.SHARD.matcher(name).matches())
                    .forEach(names::add);
        }
        names.forEach(name -> kept.requireUnchanged(name, files.object(name), first ? "crc32c" : "sha256"));
        return sharded;
    }

    private List<SiteRecording> sites(Members manifest, List<RecordedTrial> trials, boolean sharded) {
        List<SiteReader> readers = manifest.objects("sites").stream()
                .map(site -> SiteReader.of(site, trials))
                .toList();
        boolean fits = 2 * readers.stream().mapToDouble(SiteReader::bytes).sum() <= memory;
        if (!sharded) {
            Path path = kept.folder().resolve(ActivationFiles.SINGLE);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                return readers.stream().map(r -> r.read(file, t -> path, fits)).toList();
            }
        }
        Path index = kept.folder().resolve(ActivationFiles.INDEX);
        try (SafetensorsCheckpoint files = SafetensorsCheckpoint.openIndex(index)) {
            Members known = manifest.object("files");
            for (SafetensorsFile file : files.files()) {
                known.object(file.path().getFileName().toString()); // what has no hash is not read
            }
            return readers.stream().map(r -> r.read(files, files::fileOf, fits)).toList();
        }
    }

    private static RecordedTrial trial(Members json) {
        Optional<Trials.Span> event = Optional.empty();
        if (json.json.get("event") != null) {
            List<Integer> span = json.integers("event");
            if (span.size() != 2) {
                throw json.fault("'event'", "2 numbers", span.size() + " numbers");
            }
            int length = json.text("prompt").length();
            if (span.get(0) < 0 || span.get(1) < span.get(0) || span.get(1) > length) {
                throw json.fault("'event'", "a part of a prompt of " + length + " characters", span.toString());
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
        for (int i = 0; i < prompt.count(); i++) {
            int start = prompt.starts().get(i);
            int end = prompt.ends().get(i);
            if (start < 0 || end < start || end > prompt.text().length()) {
                throw json.fault("token " + i, "a place in the text", start + " to " + end);
            }
        }
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
        for (int step : trial.steps()) {
            if (step < -1 || step > trial.generated().size()) {
                throw json.fault(
                        "'steps'", "numbers from -1 to " + trial.generated().size(), String.valueOf(step));
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
