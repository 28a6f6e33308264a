package io.patchclamp.internal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.fault.LoadException;
import io.patchclamp.internal.json.Json;

/** What stands before the weights in a safetensors file. */
record SafetensorsHeader(Map<String, String> metadata, List<TensorInfo> tensors) {
    /** The largest header we read. Those of the largest models known take a hundredth of it. */
    static final long MAX_HEADER = 32L << 20;

    static final String METADATA = "__metadata__";
    private static final int LENGTH_BYTES = 8;
    private static final int MAX_DIMENSIONS = 16;
    private static final String DAMAGED = "fetch the file again; it is damaged or hostile";

    static SafetensorsHeader read(FileBytes file) {
        long length = length(file);
        String source = "the header of '" + file.path() + "'";
        Map<String, Object> json = Json.parseObject(text(file, (int) length, source), source);
        long dataStart = LENGTH_BYTES + length;
        Map<String, String> metadata = metadata(file, json.get(METADATA));
        List<TensorInfo> tensors = new ArrayList<>(json.size());
        json.forEach((name, entry) -> {
            if (!name.equals(METADATA)) {
                tensors.add(tensor(file, name, entry, dataStart));
            }
        });
        tensors.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::bytes));
        noHoles(file, tensors, dataStart);
        return new SafetensorsHeader(metadata, List.copyOf(tensors));
    }

    private static long length(FileBytes file) {
        byte[] head = file.head(64);
        if (head.length < LENGTH_BYTES) {
            throw new LoadException(
                    "'" + file.path() + "' has " + head.length
                            + " bytes; a safetensors file begins with 8 bytes that tell" + " how long its header is.",
                    "fetch the file again; it is cut short");
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long room = file.size() - LENGTH_BYTES;
        if (length < 0 || length > room) {
            throw new LoadException(
                    "'" + file.path() + "' claims a header of " + Long.toUnsignedString(length) + " bytes, but has "
                            + room + " bytes after that claim" + Magic.guess(head) + ".",
                    Magic.advice(head, "fetch the file again; it is cut short, or no safetensors file"));
        }
        if (length > MAX_HEADER) {
            throw new LoadException(
                    "'" + file.path() + "' has a header of " + length + " bytes; we read up to " + MAX_HEADER + ".",
                    DAMAGED);
        }
        if (length < 2 || head.length <= LENGTH_BYTES || head[LENGTH_BYTES] != '{') {
            throw new LoadException(
                    "The header of '" + file.path() + "' (" + length + " bytes) does not begin with '{'.",
                    "a file that ends in .safetensors; this one is of another kind, or damaged");
        }
        return length;
    }

    private static String text(FileBytes file, int length, String source) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(LENGTH_BYTES, bytes, "the header");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new LoadException("T" + source.substring(1) + " is not UTF-8.", DAMAGED, e);
        }
    }

    private static Map<String, String> metadata(FileBytes file, Object value) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> {
                if (!(v instanceof String)) {
                    throw new LoadException(
                            "'" + METADATA + "' of '" + file.path() + "' should map texts to texts, and maps '"
                                    + Magic.clean((String) k) + "' to " + kind(v) + ".",
                            DAMAGED);
                }
                metadata.put((String) k, (String) v);
            });
        } else if (value != null) {
            throw new LoadException(
                    "'" + METADATA + "' of '" + file.path() + "' should be an object, and is " + kind(value) + ".",
                    DAMAGED);
        }
        return Collections.unmodifiableMap(metadata);
    }

    private static TensorInfo tensor(FileBytes file, String name, Object entry, long dataStart) {
        String what = "Tensor '" + Magic.clean(name) + "' in '" + file.path() + "'";
        if (!(entry instanceof Map<?, ?> map)) {
            throw new LoadException(
                    what + " should be described by an object, and is by " + kind(entry) + ".", DAMAGED);
        }
        if (!(map.get("dtype") instanceof String dtype)) {
            throw new LoadException(
                    what + " needs a 'dtype' that is a text, and has " + kind(map.get("dtype")) + ".", DAMAGED);
        }
        WeightType type = WeightType.ofSafetensors(dtype)
                .orElseThrow(() -> new LoadException(
                        what + " has the unknown dtype '" + Magic.clean(dtype) + "'.",
                        "a copy of the model in F32, F16 or BF16"));
        long[] shape = naturals(map.get("shape"), "'shape' of t" + what.substring(1), MAX_DIMENSIONS);
        long[] offsets = naturals(map.get("data_offsets"), "'data_offsets' of t" + what.substring(1), 2);
        if (offsets.length != 2) {
            throw new LoadException(what + " has " + offsets.length + " data_offsets, not 2 (begin and end).", DAMAGED);
        }
        long room = file.size() - dataStart;
        if (offsets[0] > offsets[1] || offsets[1] > room) {
            throw new LoadException(
                    what + " claims bytes " + offsets[0] + " to " + offsets[1] + " of the data, which has " + room
                            + " bytes in this file.",
                    "fetch the file again; it is cut short or damaged");
        }
        long bytes = offsets[1] - offsets[0];
        long expected = size(shape, type.blockBytes());
        if (expected != bytes) {
            throw new LoadException(
                    what + " has the shape " + java.util.Arrays.toString(shape) + " of " + type + ", which takes "
                            + (expected < 0 ? "more than 2^63" : expected) + " bytes, but its data_offsets "
                            + java.util.Arrays.toString(offsets) + " span " + bytes + ".",
                    DAMAGED);
        }
        return new TensorInfo(name, type, shape, dataStart + offsets[0], bytes);
    }

    /** How many bytes a tensor takes, or -1 if the number does not fit. A length of 0 makes it 0 whatever the others are. */
    private static long size(long[] shape, int itemBytes) {
        long size = itemBytes;
        boolean overflow = false;
        for (long d : shape) {
            if (d == 0) {
                return 0;
            }
            overflow |= Math.multiplyHigh(size, d) != 0 || size * d < 0;
            size *= d;
        }
        return overflow ? -1 : size;
    }

    private static long[] naturals(Object value, String what, int most) {
        if (!(value instanceof List<?> list)) {
            throw new LoadException(what + " should be a list of whole numbers, and is " + kind(value) + ".", DAMAGED);
        }
        if (list.size() > most) {
            throw new LoadException(what + " has " + list.size() + " numbers; " + most + " are the most.", DAMAGED);
        }
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Long n) || n < 0) {
                throw new LoadException(
                        what + " should hold whole numbers from 0 to 2^63 - 1, and holds " + kind(list.get(i)) + ".",
                        DAMAGED);
            }
            numbers[i] = n;
        }
        return numbers;
    }

    private static void noHoles(FileBytes file, List<TensorInfo> sorted, long dataStart) {
        long at = dataStart;
        String before = "the header";
        for (TensorInfo t : sorted) {
            if (t.offset() != at) {
                String how = t.offset() < at
                        ? "inside " + before + ", which ends at byte " + (at - dataStart)
                        : "after a hole: " + before + " ends at byte " + (at - dataStart);
                throw new LoadException(
                        "Tensor '" + Magic.clean(t.name()) + "' in '" + file.path() + "' begins at byte "
                                + (t.offset() - dataStart) + " of the data, " + how + ".",
                        DAMAGED);
            }
            at += t.bytes();
            before = "tensor '" + Magic.clean(t.name()) + "'";
        }
        if (at != file.size()) {
            throw new LoadException(
                    "'" + file.path() + "' has " + file.size() + " bytes, but its tensors end at byte " + at + ".",
                    DAMAGED);
        }
    }

    private static String kind(Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof String s) {
            return "the text '" + Magic.clean(s) + "'";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof Map ? "an object" : value.toString();
    }
}
