package io.patchclamp.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.format.SafetensorsFile;
import io.patchclamp.internal.format.TensorInfo;
import io.patchclamp.internal.format.WeightType;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;

/** Reads one site of a recording: what {@code recording.json} says of it is compared with the array that is there. */
final class SiteReader {
    private static final int CHUNK_BYTES = 1 << 20;

    private SiteReader() {}

    static SiteRecording read(Members json, List<RecordedTrial> trials, SafetensorsFile file) {
        String shortName = json.text("point");
        Point point = Arrays.stream(Point.values())
                .filter(p -> p.shortName().equals(shortName))
                .findFirst()
                .orElseThrow(() -> json.fault("'point'", "a place we know", "'" + shortName + "'"));
        Site site = RecordingReader.built(
                json,
                () -> new Site(
                        json.text("name"),
                        point,
                        json.integer("layer"),
                        json.flag("flat"),
                        json.integers("unitShape")));
        List<int[]> shapes = new ArrayList<>();
        for (List<Integer> shape : json.lists("shapes")) {
            shapes.add(shape.stream().mapToInt(i -> i).toArray());
        }
        if (shapes.size() != trials.size()) {
            throw json.fault("'shapes'", trials.size() + " shapes, one a trial", shapes.size() + " shapes");
        }
        List<String> axes = json.texts("axes");
        TensorInfo tensor = file.find(site.name())
                .orElseThrow(() -> new LoadException(
                        "'" + file.path() + "' has no array '" + site.name() + "'.", "another copy of the recording"));
        long[] padded = tensor.shape();
        if (axes.isEmpty()) {
            throw json.fault("'axes'", "one name or more", "none");
        }
        if (tensor.type() != WeightType.F32 || padded.length != axes.size() + 1 || padded[0] != shapes.size()) {
            throw new LoadException(
                    "'" + file.path() + "' holds " + tensor + "; expected F32 with " + shapes.size()
                            + " trials and axes " + axes + ".",
                    "another copy of the recording");
        }
        for (int t = 0; t < shapes.size(); t++) {
            requireInside(json, shapes.get(t), padded, t);
            int tokenAxis = axes.indexOf("token");
            int rows = trials.get(t).rows().size();
            if (tokenAxis >= 0 && shapes.get(t)[tokenAxis] != rows) {
                throw json.fault("'shapes'", rows + " tokens in trial " + t, String.valueOf(shapes.get(t)[tokenAxis]));
            }
        }
        List<NamedArray> arrays = new ArrayList<>();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < shapes.size(); t++) {
            arrays.add(NamedArray.of(axes, shapes.get(t), array(file, tensor, t, shapes.get(t), chunk)));
        }
        return RecordingReader.built(json, () -> new SiteRecording(site, json.integers("units"), arrays));
    }

    private static void requireInside(Members json, int[] shape, long[] padded, int trial) {
        boolean inside = shape.length == padded.length - 1;
        long size = 1;
        for (int i = 0; inside && i < shape.length; i++) {
            inside = shape[i] >= 0 && shape[i] <= padded[i + 1];
            size = inside ? size * Math.max(1, shape[i]) : size;
            inside &= size <= Integer.MAX_VALUE - 8;
        }
        if (!inside) {
            throw json.fault(
                    "'shapes'",
                    "shapes inside " + Arrays.toString(Arrays.copyOfRange(padded, 1, padded.length)),
                    Arrays.toString(shape) + " for trial " + trial);
        }
    }

    /** One trial's numbers without what fills it up: the first of each row that is in it. */
    private static float[] array(SafetensorsFile file, TensorInfo tensor, int trial, int[] shape, ByteBuffer chunk) {
        long[] padded = tensor.shape();
        int last = shape.length - 1;
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] numbers = new float[size];
        int run = shape[last];
        int[] index = new int[last];
        for (int done = 0; done < size; ) {
            long row = trial;
            for (int i = 0; i < last; i++) {
                row = row * padded[i + 1] + index[i];
            }
            // Rows that follow each other in the file and in the trial are read at once.
            int together = 1;
            if (run == padded[last + 1] && last > 0) {
                together = Math.min(shape[last - 1] - index[last - 1], Math.max(1, CHUNK_BYTES / Float.BYTES / run));
            }
            rows(file, tensor, row, together, run, chunk, numbers, done);
            done += together * run;
            if (last > 0) {
                index[last - 1] += together;
                for (int i = last - 1; i > 0 && index[i] == shape[i]; i--) {
                    index[i] = 0;
                    index[i - 1]++;
                }
            }
        }
        return numbers;
    }

    private static void rows(
            SafetensorsFile file,
            TensorInfo tensor,
            long row,
            int rows,
            int run,
            ByteBuffer chunk,
            float[] to,
            int at) {
        if (rows > 1 || tensor.rowLength() * Float.BYTES <= CHUNK_BYTES) {
            chunk.clear();
            file.readRows(tensor, row, rows, chunk);
            chunk.flip().asFloatBuffer().get(to, at, rows * run);
            return;
        }
        ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(tensor.rowLength() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.readRows(tensor, row, 1, whole);
        whole.flip().asFloatBuffer().get(to, at, run);
    }
}
