package io.patchclamp.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;

import io.patchclamp.internal.format.StoredArray;
import io.patchclamp.progress.Progress;

/** Counts what is written while an export is under way: tells how far it is, and lets an interrupt through. */
final class Tally {
    static final String WHAT = "exporting";

    private final Progress progress;
    private final long total;
    private final String unit;
    private long done;

    Tally(Progress progress, long total, String unit) {
        this.progress = progress;
        this.total = total;
        this.unit = unit;
    }

    /** The same arrays, counted as they are written so many times: a format may need a checksum of each before. */
    static List<StoredArray> counted(List<StoredArray> arrays, int times, Progress progress) {
        long bytes = arrays.stream().mapToLong(StoredArray::bytes).sum();
        Tally tally = new Tally(progress, times * bytes, "bytes");
        return arrays.stream()
                .map(a -> new StoredArray(
                        a.name(), a.type(), a.shape(), out -> a.content().writeTo(tally.over(out))))
                .toList();
    }

    /** So much more is done. */
    void add(long more) throws ClosedByInterruptException {
        done += more;
        progress.at(WHAT, done, total, unit);
        if (Thread.currentThread().isInterrupted()) { // as the file's channel would, at its next write
            throw new ClosedByInterruptException();
        }
    }

    /** The same stream, counted. */
    OutputStream over(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                add(1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                add(count);
            }
        };
    }
}
