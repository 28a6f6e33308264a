package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.internal.format.Halves;
import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.internal.format.WeightType;

/**
 * One site's trials as one array {@code [trial, …]}, shorter trials filled up with NaN on one side of each axis. It is
 * never held in memory as a whole, so it may be larger than any Java array.
 */
final class PaddedArray implements StoredArray.Content {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int NAN = Float.floatToIntBits(Float.NaN);

    private final List<NamedArray> trials;
    private final int[] largest;
    private final Padding side;

    PaddedArray(SiteRecording site, Padding side) {
        this(site, side, 0, site.trials().size());
    }

    private PaddedArray(SiteRecording site, Padding side, int from, int to) {
        this.side = side;
        this.trials = site.trials().subList(from, to);
        this.largest = new int[site.site().axes().size()];
        for (int[] shape : site.shapes()) {
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], shape[i]);
            }
        }
    }

    static StoredArray of(SiteRecording site, Padding side) {
        PaddedArray padded = new PaddedArray(site, side);
        return new StoredArray(site.site().name(), WeightType.F32, padded.shape(), padded);
    }

    /**
     * The trials from one number on, as many as fit, but at least one. An array of all of them has the site's name, one of
     * some of them their numbers behind it.
     */
    static StoredArray piece(SiteRecording site, int from, long bytes, Precision precision) {
        PaddedArray all = new PaddedArray(site, Padding.RIGHT);
        long one = precision.type().blockBytes();
        for (int length : all.largest) {
            one = Math.multiplyExact(one, length);
        }
        int count = site.trials().size();
        int to = from + (int) Math.min(count - from, Math.max(1, bytes / Math.max(1, one)));
        PaddedArray some = new PaddedArray(site, Padding.RIGHT, from, to);
        String name = site.site().name() + (from == 0 && to == count ? "" : "[" + from + ".." + (to - 1) + "]");
        return new StoredArray(
                name,
                precision.type(),
                some.shape(),
                precision == Precision.F16 ? out -> some.writeTo(Halves.over(out)) : some);
    }

    /** Its dimensions, trials first. */
    long[] shape() {
        long[] shape = new long[largest.length + 1];
        shape[0] = trials.size();
        for (int i = 0; i < largest.length; i++) {
            shape[i + 1] = largest[i];
        }
        return shape;
    }

    /** How many bytes come out of it. */
    long bytes() {
        long bytes = (long) Float.BYTES * trials.size();
        for (int length : largest) {
            bytes = Math.multiplyExact(bytes, length);
        }
        return bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] run = new float[CHUNK_BYTES / Float.BYTES];
        for (NamedArray trial : trials) {
            write(trial, trial.shape(), 0, 0, true, chunk, run, out);
        }
        out.write(chunk.array(), 0, chunk.position());
    }

    /** Writes what lies under one index of each outer axis; {@code at} is its place in the trial, if it is inside. */
    private void write(
            NamedArray trial,
            int[] shape,
            int axis,
            int at,
            boolean inside,
            ByteBuffer chunk,
            float[] run,
            OutputStream out)
            throws IOException {
        if (axis == largest.length - 1) {
            int real = inside ? shape[axis] : 0;
            int start = inside ? side.start(real, largest[axis]) : 0;
            int end = start + real;
            int from = at * shape[axis];
            for (int done = 0; done < largest[axis]; ) {
                if (!chunk.hasRemaining()) {
                    out.write(chunk.array());
                    chunk.clear();
                }
                int room = chunk.remaining() / Float.BYTES;
                boolean here = done >= start && done < end;
                int n = Math.min(room, (done < start ? start : here ? end : largest[axis]) - done);
                if (here) {
                    trial.copyTo(from + done - start, run, 0, n);
                    for (int i = 0; i < n; i++) {
                        chunk.putInt(Float.floatToRawIntBits(run[i]));
                    }
                } else {
                    for (int i = 0; i < n; i++) {
                        chunk.putInt(NAN);
                    }
                }
                done += n;
            }
            return;
        }
        for (int i = 0; i < largest[axis]; i++) {
            int index = i - (inside ? side.start(shape[axis], largest[axis]) : 0);
            boolean within = inside && index >= 0 && index < shape[axis];
            write(trial, shape, axis + 1, within ? at * shape[axis] + index : 0, within, chunk, run, out);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(shape());
    }
}
