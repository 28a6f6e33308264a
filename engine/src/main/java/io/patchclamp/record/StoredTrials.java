package io.patchclamp.record;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;

/** Trials that lie on disk, each read when it is asked for. */
final class StoredTrials extends OnDisk {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Where one trial is. */
    record Place(Path file, String name, List<String> axes, int[] shape) {}

    /** A folder that is deleted when nobody can reach it any more, at the latest with the process. */
    static final class Folder {
        private Folder() {}

        static Folder of(Path path) {
            Folder folder = new Folder();
            Cleaner.Cleanable cleanable = CLEANER.register(folder, () -> DiskStore.delete(path));
            Runtime.getRuntime().addShutdownHook(new Thread(cleanable::clean));
            return folder;
        }
    }

    private final Folder owned;
    private final List<Place> places;

    StoredTrials(Folder owned, List<Place> places) {
        this.owned = owned;
        this.places = List.copyOf(places);
    }

    @Override
    List<int[]> shapes() {
        return places.stream().map(p -> p.shape.clone()).toList();
    }

    @Override
    public NamedArray get(int index) {
        Place place = places.get(index);
        try (SafetensorsFile file = SafetensorsFile.open(place.file)) {
            TensorInfo tensor = file.find(place.name).orElseThrow();
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.count() * Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            file.readRows(tensor, 0, tensor.rows(), bytes);
            float[] data = new float[(int) tensor.count()];
            bytes.flip().asFloatBuffer().get(data);
            return NamedArray.of(place.axes, place.shape, data);
        } finally {
            java.lang.ref.Reference.reachabilityFence(owned);
        }
    }

    @Override
    public int size() {
        return places.size();
    }
}
