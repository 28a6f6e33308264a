package io.patchclamp.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;

/** Trials of a loaded recording that did not fit in memory: they stay where the recording was kept. */
final class KeptTrials extends OnDisk {
    /**
     * Where one trial is.
     *
     * @param file the file
     * @param tensor the array in it
     * @param row which of the array's trials
     * @param shape the trial's own shape
     */
    record Place(Path file, TensorInfo tensor, int row, int[] shape) {}

    private final List<String> axes;
    private final List<Place> places;
    private final Map<Path, String> stamps = new LinkedHashMap<>();

    KeptTrials(List<String> axes, List<Place> places) {
        this.axes = List.copyOf(axes);
        this.places = List.copyOf(places);
        this.places.forEach(place -> stamps.computeIfAbsent(place.file(), KeptTrials::stamp));
    }

    /** What changes when a file is written anew. */
    private static String stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
        } catch (IOException e) {
            return "gone";
        }
    }

    @Override
    List<int[]> shapes() {
        return places.stream().map(p -> p.shape().clone()).toList();
    }

    @Override
    public NamedArray get(int index) {
        Place place = places.get(index);
        if (!Objects.equals(stamp(place.file()), stamps.get(place.file()))) {
            throw new LoadException(
                    "'" + place.file()
                            + "' was changed or removed since the recording was loaded, which is read from there"
                            + " trial by trial.",
                    "load the recording again");
        }
        try (SafetensorsFile file = SafetensorsFile.open(place.file())) {
            float[] numbers = new TrialArray().read(file, place.tensor(), place.row(), place.shape());
            return NamedArray.of(axes, place.shape(), numbers);
        }
    }

    @Override
    public int size() {
        return places.size();
    }
}
