package io.patchclamp.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.patchclamp.internal.format.AtomicFile;
import io.patchclamp.internal.format.SafetensorsWriter;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.json.Json;

/**
 * Where a recording's arrays lie: in one file, or where that would be too large in several, with an index over them as the
 * hub has it. An array that fits in no file is cut between trials.
 */
final class ActivationFiles {
    /** The one file. */
    static final String SINGLE = "activations.safetensors";
    /** The index over several. */
    static final String INDEX = "activations.safetensors.index.json";
    /** What one of several is called. */
    static final Pattern SHARD = Pattern.compile("activations-\\d{5}-of-\\d{5}\\.safetensors");
    /** The most that arrays take in one file: with its header it stays below 2 GiB, which many readers have as their end. */
    static final long LARGEST = (2L << 30) - (32L << 20);

    private final Path folder;
    private final long largest;
    private final Precision precision;
    private final List<List<StoredArray>> shards = new ArrayList<>();
    private final Map<String, List<String>> arrays = new LinkedHashMap<>();

    private ActivationFiles(Path folder, long largest, Precision precision) {
        this.precision = precision;
        this.folder = folder;
        this.largest = largest;
    }

    /**
     * Writes them.
     *
     * @param names the files that were written
     * @param arrays of sites that were cut, the names of their arrays in order of trials
     */
    record Written(List<String> names, Map<String, List<String>> arrays) {}

    static Written write(Recording recording, Path folder, long largest, Precision precision) throws IOException {
        ActivationFiles files = new ActivationFiles(folder, largest, precision);
        long left = 0;
        for (SiteRecording site : recording.sites()) {
            left = files.plan(site, left);
        }
        return files.write(RecordingText.metadata(recording));
    }

    /** Puts a site's arrays where there is room; gives how many bytes are left in the last file. */
    private long plan(SiteRecording site, long room) {
        long left = room;
        List<String> names = new ArrayList<>();
        int trials = site.trials().size();
        for (int done = 0; done < trials || names.isEmpty(); ) {
            StoredArray whole = PaddedArray.piece(site, done, Long.MAX_VALUE, precision);
            boolean cut = whole.bytes() > largest;
            StoredArray piece = cut ? PaddedArray.piece(site, done, largest, precision) : whole;
            if (shards.isEmpty() || piece.bytes() > left) {
                shards.add(new ArrayList<>());
                left = largest;
            }
            shards.get(shards.size() - 1).add(piece);
            left -= piece.bytes();
            names.add(piece.name());
            done += (int) Math.max(1, piece.shape()[0]);
        }
        if (names.size() > 1) {
            arrays.put(site.site().name(), names);
        }
        return left;
    }

    private Written write(Map<String, String> metadata) throws IOException {
        if (shards.size() <= 1) {
            List<StoredArray> all = shards.isEmpty() ? List.of() : shards.get(0);
            AtomicFile.writeAndForce(folder.resolve(SINGLE), out -> SafetensorsWriter.writeTo(out, metadata, all));
            return new Written(List.of(SINGLE), arrays);
        }
        List<String> names = new ArrayList<>();
        Map<String, Object> places = new LinkedHashMap<>();
        long bytes = 0;
        for (List<StoredArray> shard : shards) {
            String name =
                    String.format(Locale.ROOT, "activations-%05d-of-%05d.safetensors", names.size() + 1, shards.size());
            names.add(name);
            AtomicFile.writeAndForce(folder.resolve(name), out -> SafetensorsWriter.writeTo(out, metadata, shard));
            for (StoredArray array : shard) {
                places.put(array.name(), name);
                bytes += array.bytes();
            }
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", bytes));
        index.put("weight_map", places);
        byte[] json = (Json.writeIndented(index) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeAndForce(folder.resolve(INDEX), out -> out.write(json));
        names.add(INDEX);
        return new Written(names, arrays);
    }
}
