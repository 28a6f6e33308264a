package io.patchclamp.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.djl.LibrarySettings;
import io.patchclamp.internal.format.SafetensorsWriter;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.format.WeightType;

/**
 * Arrays on disk, a safetensors file a batch of trials: each is whole, so that what is there can be read whatever happens
 * next. The folder goes when the recording is no longer reachable, at the latest with the process.
 */
final class DiskStore implements Store {
    private final Path folder;
    private final StoredTrials.Folder owned;
    private final List<List<StoredTrials.Place>> places = new ArrayList<>();
    private int files;

    DiskStore(long bytes) {
        Path parent = LibrarySettings.home().resolve("recordings");
        try {
            Files.createDirectories(parent);
            long free = Files.getFileStore(parent).getUsableSpace();
            if (free < bytes + (bytes >> 3)) {
                throw new SaveException(
                        String.format(
                                java.util.Locale.ROOT,
                                "The recording would hold %,d MB, more than there is room for in memory, and on disk at '%s'"
                                        + " there are %,d MB free.",
                                bytes >> 20,
                                parent,
                                free >> 20),
                        "fewer sites or units, a window, --pool last, or fewer trials");
            }
            folder = Files.createTempDirectory(parent, "recording-");
        } catch (IOException e) {
            throw new SaveException(
                    "The recording is too large for memory, and '" + parent + "' cannot be written: " + e,
                    "PATCHCLAMP_HOME at a folder that can be written, or fewer sites or trials",
                    e);
        }
        owned = StoredTrials.Folder.of(folder);
    }

    @Override
    public void add(List<Track> tracks, int[] trials) {
        Path file = folder.resolve(String.format(java.util.Locale.ROOT, "trials-%06d.safetensors", files++));
        List<StoredArray> arrays = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            if (places.size() == i) {
                places.add(new ArrayList<>());
            }
            for (int trial : trials) {
                NamedArray array = tracks.get(i).take(trial);
                String name = tracks.get(i).name() + "/" + trial;
                long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
                arrays.add(new StoredArray(name, WeightType.F32, shape, out -> out.write(bytes(array))));
                places.get(i).add(new StoredTrials.Place(file, name, array.axes(), array.shape()));
            }
        }
        try {
            SafetensorsWriter.write(file, Map.of(), arrays);
        } catch (UncheckedIOException e) {
            throw new SaveException(
                    "The recording cannot be written to '" + file + "': " + e.getCause(), "a disk with room", e);
        }
    }

    private static byte[] bytes(NamedArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(array.size(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(array.toArray());
        return bytes.array();
    }

    @Override
    public List<NamedArray> trials(int track) {
        return new StoredTrials(owned, places.get(track));
    }

    @Override
    public void close() {
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What cannot be deleted now is of no use to anybody, and in a folder that says what it is.
            folder.toFile().deleteOnExit();
        }
    }
}
