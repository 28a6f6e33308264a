package io.patchclamp.internal.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays as NumPy's {@code .npz}: a zip archive, not compressed, of {@code .npy} files of format version 1.0. The
 * same arrays give the same bytes.
 *
 * <p>Source: {@code numpy.lib.format} in NumPy's documentation.
 */
public final class NpzWriter {
    /** Not midnight of that day: it stands for all earlier times, which are written in the zone of the machine. */
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 1, 0);

    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;

    private NpzWriter() {}

    /** Writes all arrays; {@code numpy.load} finds each under its name, whatever characters it has. */
    public static void writeTo(OutputStream out, List<StoredArray> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (StoredArray array : arrays) {
            byte[] header = header(array);
            CRC32 crc = new CRC32();
            crc.update(header);
            array.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
            ZipEntry entry = new ZipEntry(array.name() + ".npy");
            entry.setTimeLocal(FIXED_TIME);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(header.length + array.bytes());
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(header);
            array.write(zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static byte[] header(StoredArray array) {
        String shape = Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + (array.type() == WeightType.F32 ? "<f4" : "<i8")
                + "', 'fortran_order': False, 'shape': (" + shape + (array.shape().length == 1 ? "," : "") + "), }";
        int length = (PREFIX + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (length - PREFIX))
                .put(text.getBytes(StandardCharsets.US_ASCII));
        header[length - 1] = '\n';
        return header;
    }
}
