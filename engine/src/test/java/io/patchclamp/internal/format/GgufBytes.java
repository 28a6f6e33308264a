package io.patchclamp.internal.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A GGUF file put together by hand, so that each part of it can be wrong. */
final class GgufBytes {
    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private int magic = 0x46554747;
    private int version = 3;
    private long pairCount;
    private long tensorCount;
    private long alignment = 32;
    private int dataBytes;

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] i32(int v) {
        return little(4).putInt(v).array();
    }

    static byte[] i64(long v) {
        return little(8).putLong(v).array();
    }

    static byte[] string(String s) {
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        return little(8 + utf8.length).putLong(utf8.length).put(utf8).array();
    }

    GgufBytes magic(int value) {
        magic = value;
        return this;
    }

    GgufBytes version(int value) {
        version = value;
        return this;
    }

    /** Claims other counts than there are. */
    GgufBytes counts(long tensors, long metadata) {
        tensorCount = tensors;
        pairCount = metadata;
        return this;
    }

    /** A pair given byte by byte. */
    GgufBytes raw(byte[]... parts) {
        for (byte[] part : parts) {
            pairs.writeBytes(part);
        }
        pairCount++;
        return this;
    }

    private GgufBytes pair(String key, int type, byte[]... value) {
        pairs.writeBytes(string(key));
        pairs.writeBytes(i32(type));
        return raw(value);
    }

    GgufBytes u8(String key, int value) {
        return pair(key, 0, new byte[] {(byte) value});
    }

    GgufBytes text(String key, String value) {
        return pair(key, 8, string(value));
    }

    GgufBytes u32(String key, long value) {
        return pair(key, 4, i32((int) value));
    }

    GgufBytes i32(String key, int value) {
        return pair(key, 5, i32(value));
    }

    GgufBytes f32(String key, float value) {
        return pair(key, 6, i32(Float.floatToIntBits(value)));
    }

    GgufBytes bool(String key, boolean value) {
        return pair(key, 7, new byte[] {(byte) (value ? 1 : 0)});
    }

    GgufBytes u64(String key, long value) {
        return pair(key, 10, i64(value));
    }

    GgufBytes array(String key, int type, long count, byte[]... values) {
        pairs.writeBytes(string(key));
        pairs.writeBytes(i32(9));
        pairs.writeBytes(i32(type));
        pairs.writeBytes(i64(count));
        return raw(values);
    }

    GgufBytes texts(String key, String... values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String v : values) {
            all.writeBytes(string(v));
        }
        return array(key, 8, values.length, all.toByteArray());
    }

    GgufBytes floats(String key, float... values) {
        ByteBuffer all = little(4 * values.length);
        for (float v : values) {
            all.putFloat(v);
        }
        return array(key, 6, values.length, all.array());
    }

    GgufBytes ints(String key, int... values) {
        ByteBuffer all = little(4 * values.length);
        for (int v : values) {
            all.putInt(v);
        }
        return array(key, 5, values.length, all.array());
    }

    GgufBytes tensor(String name, int type, long offset, long... dimensions) {
        infos.writeBytes(string(name));
        infos.writeBytes(i32(dimensions.length));
        for (long d : dimensions) {
            infos.writeBytes(i64(d));
        }
        infos.writeBytes(i32(type));
        infos.writeBytes(i64(offset));
        tensorCount++;
        return this;
    }

    /** A tensor's description given byte by byte. */
    GgufBytes rawTensor(byte[]... parts) {
        for (byte[] part : parts) {
            infos.writeBytes(part);
        }
        tensorCount++;
        return this;
    }

    GgufBytes alignedTo(long value) {
        alignment = value;
        return this;
    }

    GgufBytes data(int bytes) {
        dataBytes = bytes;
        return this;
    }

    byte[] bytes() {
        int header = 24 + pairs.size() + infos.size();
        int start = dataBytes == 0 ? header : (int) ((header + alignment - 1) / alignment * alignment);
        ByteBuffer all = little(start + dataBytes);
        all.putInt(magic).putInt(version).putLong(tensorCount).putLong(pairCount);
        all.put(pairs.toByteArray()).put(infos.toByteArray());
        for (int i = 0; i < dataBytes; i++) {
            all.put(start + i, (byte) (i * 37));
        }
        return all.array();
    }
}
