package io.patchclamp.internal.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.patchclamp.fault.LoadException;

/** What stands before the weights in a GGUF file. */
record GgufHeader(Map<String, Object> metadata, List<TensorInfo> tensors) {
    private static final int MAGIC = 0x46554747;
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_NAME = 65535;
    private static final long SMALLEST_PAIR = 8 + 4 + 1;
    private static final long SMALLEST_TENSOR = 8 + 4 + 8 + 4 + 8;
    private static final long DEFAULT_ALIGNMENT = 32;

    static GgufHeader read(FileBytes file) {
        GgufCursor in = new GgufCursor(file);
        start(file, in);
        long tensorCount = in.u64("the number of tensors");
        long pairCount = in.u64("the number of metadata pairs");
        in.requireRoom(tensorCount, SMALLEST_TENSOR, "tensors");
        in.requireRoom(pairCount, SMALLEST_PAIR, "metadata pairs");
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < pairCount; i++) {
            String key = in.text("key " + i, MAX_NAME);
            Object value = GgufValue.read(in, "key '" + shown(key) + "'");
            if (metadata.put(key, value) != null) {
                throw in.fault("key '" + shown(key) + "' appears twice in", "");
            }
        }
        long alignment = alignment(file, metadata);
        List<TensorInfo> relative = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < tensorCount; i++) {
            TensorInfo tensor = tensor(in, i, alignment);
            if (!names.add(tensor.name())) {
                throw in.fault("tensor '" + shown(tensor.name()) + "' appears twice in", "");
            }
            relative.add(tensor);
        }
        long dataStart = (in.position() + alignment - 1) / alignment * alignment;
        List<TensorInfo> tensors = new ArrayList<>(relative.size());
        for (TensorInfo t : relative) {
            tensors.add(placed(file, t, dataStart));
        }
        noOverlaps(file, tensors);
        return new GgufHeader(Collections.unmodifiableMap(metadata), List.copyOf(tensors));
    }

    private static void start(FileBytes file, GgufCursor in) {
        byte[] head = file.head(64);
        if (head.length < 4 || in.i32("the magic number") != MAGIC) {
            throw new LoadException(
                    "'" + file.path() + "' is not a GGUF file: it begins with " + Magic.shown(head) + ", not 'GGUF'"
                            + Magic.guess(head) + ".",
                    Magic.advice(head, "a file that ends in .gguf"));
        }
        int version = in.i32("the version");
        if (version == 2 || version == 3) {
            return;
        }
        if ((version & 0xffff) == 0 && version != 0) {
            throw new LoadException(
                    "'" + file.path() + "' is a big-endian GGUF file (version " + Integer.reverseBytes(version) + ").",
                    "a little-endian copy; gguf_convert_endian.py of llama.cpp makes one");
        }
        throw new LoadException(
                "'" + file.path() + "' is GGUF version " + Integer.toUnsignedString(version) + "; we read 2 and 3.",
                version == 1
                        ? "a newer copy of the model; version 1 is from 2023"
                        : "a copy that is not newer than this program");
    }

    private static long alignment(FileBytes file, Map<String, Object> metadata) {
        Object value = metadata.getOrDefault("general.alignment", DEFAULT_ALIGNMENT);
        if (value instanceof Long n && n > 0 && Long.bitCount(n) == 1) {
            return n;
        }
        throw new LoadException(
                "Key 'general.alignment' in '" + file.path() + "' should be a power of two, and is " + describe(value)
                        + ".",
                "fetch the file again; it is damaged or hostile");
    }

    private static TensorInfo tensor(GgufCursor in, long index, long alignment) {
        String name = in.text("the name of tensor " + index, MAX_NAME);
        String what = "tensor '" + shown(name) + "'";
        long dimensions = in.u32("the number of dimensions of " + what);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw in.fault(
                    what + " has " + dimensions + " dimensions (1 to " + MAX_DIMENSIONS + " are allowed) in", "");
        }
        long[] shape = new long[(int) dimensions];
        long count = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            long d = in.u64("a dimension of " + what);
            if (d <= 0) {
                throw in.fault(what + " has a dimension of length " + Long.toUnsignedString(d) + " in", "");
            }
            if (Math.multiplyHigh(count, d) != 0 || count * d < 0) {
                throw in.fault(what + " has more weights than fit 63 bits (… × " + d + ") in", "");
            }
            count *= d;
            shape[i] = d;
        }
        int id = in.i32("the type of " + what);
        WeightType type = WeightType.ofGgml(id)
                .orElseThrow(() -> in.fault(
                        what + " has the unknown type " + Integer.toUnsignedString(id) + " in",
                        "a copy of the model in one of " + WeightType.READABLE));
        long offset = in.u64("the offset of " + what);
        long rowLength = shape[shape.length - 1];
        if (rowLength % type.blockSize() != 0) {
            throw in.fault(
                    what + " has rows of " + rowLength + " weights, not a multiple of the " + type.blockSize()
                            + " in a " + type + " block, in",
                    "");
        }
        long blocks = count / type.blockSize();
        if (Math.multiplyHigh(blocks, type.blockBytes()) != 0 || blocks * type.blockBytes() < 0) {
            throw in.fault(what + " has more bytes than fit 63 bits (" + count + " weights of " + type + ") in", "");
        }
        if (offset < 0 || offset % alignment != 0) {
            throw in.fault(
                    what + " has the offset " + Long.toUnsignedString(offset) + ", not a multiple of the alignment "
                            + alignment + ", in",
                    "");
        }
        return new TensorInfo(name, type, shape, offset, blocks * type.blockBytes());
    }

    private static TensorInfo placed(FileBytes file, TensorInfo t, long dataStart) {
        long room = file.size() - dataStart;
        if (t.bytes() > room || t.offset() > room - t.bytes()) {
            throw new LoadException(
                    "Tensor '" + shown(t.name()) + "' in '" + file.path() + "' should take " + t.bytes()
                            + " bytes from byte " + unsignedSum(dataStart, t.offset()) + " on, but the file has "
                            + file.size() + " bytes.",
                    "fetch the file again; it is cut short or damaged");
        }
        return new TensorInfo(t.name(), t.type(), t.shape(), dataStart + t.offset(), t.bytes());
    }

    private static String unsignedSum(long a, long b) {
        return Long.toUnsignedString(a + b);
    }

    private static void noOverlaps(FileBytes file, List<TensorInfo> tensors) {
        List<TensorInfo> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(TensorInfo::offset));
        for (int i = 1; i < sorted.size(); i++) {
            TensorInfo before = sorted.get(i - 1);
            TensorInfo after = sorted.get(i);
            long end = before.offset() + before.bytes();
            if (after.offset() < end) {
                throw new LoadException(
                        "Tensor '" + shown(after.name()) + "' in '" + file.path() + "' begins at byte " + after.offset()
                                + ", inside tensor '" + shown(before.name()) + "', which ends at byte " + end + ".",
                        "fetch the file again; it is damaged or hostile");
            }
        }
    }

    /** A name from a file, fit for a message: no control characters, not endless. */
    static String shown(String name) {
        return Magic.clean(name);
    }

    /** A metadata value, fit for a message. */
    static String describe(Object value) {
        if (value instanceof String s) {
            return "the text '" + shown(s) + "'";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return "a list";
    }
}
