package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import io.patchclamp.fault.SaveException;
import io.patchclamp.internal.format.AtomicFile;
import io.patchclamp.progress.Progress;

/** A recording as an HDF5 file. {@link RecordingExport} says what is in it. */
final class RecordingHdf5 {
    private RecordingHdf5() {}

    /** Puts into a file what belongs there. */
    @FunctionalInterface
    interface Filling {
        void into(WritableHdfFile hdf) throws IOException;
    }

    static void write(Recording recording, Path file, Padding side, Progress progress) {
        List<PaddedArray> arrays =
                recording.sites().stream().map(s -> new PaddedArray(s, side)).toList();
        long bytes = arrays.stream().mapToLong(PaddedArray::bytes).sum();
        Tally tally = new Tally(progress, 2 * bytes, "bytes"); // laid out, then written
        write(file, hdf -> fill(recording, arrays, side, hdf, tally));
        progress.at(Tally.WHAT, 2 * bytes, 2 * bytes, "bytes");
    }

    static void write(Path file, Filling filling) {
        AtomicFile.requireFolder(file);
        if (Files.isDirectory(file)) {
            throw new SaveException("'" + file + "' is a folder, so no file can be written there.", "another name");
        }
        Path part = AtomicFile.beside(file, "part");
        try {
            // The library reports a folder that may not be written only in passing; this one says so.
            AtomicFile.writeAndForce(part, out -> {});
            try (WritableHdfFile hdf = HdfFile.write(part)) {
                filling.into(hdf);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFile.fault(file, e);
        } catch (HdfException e) {
            throw AtomicFile.fault(
                    file, e.getCause() instanceof IOException io ? io : new IOException(e.getMessage(), e));
        } finally {
            part.toFile().delete();
        }
    }

    private static void fill(
            Recording recording, List<PaddedArray> arrays, Padding side, WritableHdfFile hdf, Tally tally)
            throws IOException {
        Map<String, WritableGroup> groups = new HashMap<>();
        hdf.putAttribute("provenance", RecordingText.metadata(recording).get("provenance"));
        hdf.putAttribute("pool", recording.pool());
        for (int i = 0; i < arrays.size(); i++) {
            SiteRecording site = recording.sites().get(i);
            String path = site.site().name();
            WritableGroup group = group(hdf, groups, path);
            WritableDataset dataset =
                    group.putDataset(path.substring(path.lastIndexOf('/') + 1), nested(arrays.get(i), tally));
            dataset.putAttribute("axes", RecordingText.axes(site).toArray(String[]::new));
            if (!site.units().isEmpty()) {
                dataset.putAttribute(
                        "units", site.units().stream().mapToInt(u -> u).toArray());
            }
        }
        TokenArrays tokens = TokenArrays.of(recording, side);
        hdf.putDataset("tokens", tokens.tokens());
        hdf.putDataset("n_tokens", tokens.counts());
        hdf.putDataset("step", tokens.steps());
    }

    /** The group for all parts of a path but the last. */
    private static WritableGroup group(WritableHdfFile hdf, Map<String, WritableGroup> groups, String path) {
        WritableGroup group = hdf;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            WritableGroup outer = group;
            group = groups.computeIfAbsent(parent, p -> outer.putGroup(p.substring(p.lastIndexOf('/') + 1)));
        }
        return group;
    }

    /** The padded array as the arrays of arrays that the library wants. */
    private static Object nested(PaddedArray padded, Tally tally) throws IOException {
        int[] shape = Arrays.stream(padded.shape()).mapToInt(Math::toIntExact).toArray();
        Object nested = Array.newInstance(float.class, shape);
        padded.writeTo(tally.over(new Filler(nested, shape)));
        return nested;
    }

    /** Spreads little-endian floats over nested arrays, innermost first. */
    private static final class Filler extends OutputStream {
        private final Object nested;
        private final int[] shape;
        private final int[] index;
        private float[] row;
        private int at;

        Filler(Object nested, int[] shape) {
            this.nested = nested;
            this.shape = shape;
            this.index = new int[shape.length - 1];
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("whole numbers only");
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            ByteBuffer floats = ByteBuffer.wrap(bytes, from, count).order(ByteOrder.LITTLE_ENDIAN);
            while (floats.hasRemaining()) {
                if (row == null) {
                    Object inner = nested;
                    for (int i : index) {
                        inner = Array.get(inner, i);
                    }
                    row = (float[]) inner;
                    at = 0;
                }
                row[at++] = floats.getFloat();
                if (at == row.length) {
                    row = null;
                    for (int i = index.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
                        index[i] = 0;
                    }
                }
            }
        }
    }
}
