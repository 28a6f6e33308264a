package io.patchclamp.figure;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * PNG files of few colours: 8 bits a pixel, made for pictures whose cells are blocks of equal pixels. Resolution and
 * caption go inside.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int PIXELS_PER_METRE = 7559; // 192 dpi: twice CSS resolution

    private Png() {}

    /**
     * Encodes a picture.
     *
     * @param rgb row-major pixels
     * @param palette 256 colours at most; a pixel of another colour gets the nearest
     */
    static byte[] encode(int[] rgb, int width, int height, List<Integer> palette, String caption) {
        Nearest nearest = new Nearest(palette);
        byte[] filtered = new byte[(width + 1) * height];
        byte[] above = new byte[width];
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = nearest.index(rgb[y * width + x]);
            }
            filter(row, above, filtered, y * (width + 1));
            byte[] spare = above;
            above = row;
            row = spare;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 3, 0, 0, 0}));
        ByteBuffer colours = ByteBuffer.allocate(3 * palette.size());
        palette.forEach(c -> colours.put((byte) (c >> 16)).put((byte) (c >> 8)).put((byte) (int) c));
        chunk(file, "PLTE", colours);
        chunk(
                file,
                "pHYs",
                ByteBuffer.allocate(9)
                        .putInt(PIXELS_PER_METRE)
                        .putInt(PIXELS_PER_METRE)
                        .put((byte) 1));
        byte[] words = ("Description\0\0\0\0\0" + caption).getBytes(StandardCharsets.UTF_8);
        chunk(file, "iTXt", ByteBuffer.allocate(words.length).put(words));
        byte[] packed = deflate(filtered);
        chunk(file, "IDAT", ByteBuffer.allocate(packed.length).put(packed));
        chunk(file, "IEND", ByteBuffer.allocate(0));
        return file.toByteArray();
    }

    /** Difference to the left (1) or to above (2), whichever leaves more zeros. */
    private static void filter(byte[] row, byte[] above, byte[] out, int at) {
        int left = 0;
        int up = 0;
        for (int x = 1; x < row.length; x++) {
            left += row[x] == row[x - 1] ? 1 : 0;
            up += row[x] == above[x] ? 1 : 0;
        }
        boolean fromAbove = up >= left;
        out[at] = (byte) (fromAbove ? 2 : 1);
        for (int x = 0; x < row.length; x++) {
            int before = x == 0 ? 0 : row[x - 1];
            out[at + 1 + x] = (byte) (row[x] - (fromAbove ? above[x] : before));
        }
    }

    private static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater(6);
        try {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(data.length / 8);
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, ByteBuffer data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data.array());
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.capacity()).array());
        file.writeBytes(name);
        file.writeBytes(data.array());
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** From a colour to its place in the palette, remembered. */
    private static final class Nearest {
        private final int[] palette;
        private final int[] keys = new int[1 << 12];
        private final byte[] indices = new byte[1 << 12];

        Nearest(List<Integer> colours) {
            palette = colours.stream().mapToInt(Integer::intValue).toArray();
            if (palette.length > 256) {
                throw new IllegalArgumentException(palette.length + " colours, a palette holds 256");
            }
        }

        byte index(int rgb) {
            int key = rgb & 0xffffff | 0x1000000; // never 0, the empty slot
            int slot = key * 0x9e3779b1 >>> 20;
            if (keys[slot] != key) {
                keys[slot] = key;
                indices[slot] = (byte) search(rgb & 0xffffff);
            }
            return indices[slot];
        }

        private int search(int rgb) {
            int best = 0;
            int nearest = Integer.MAX_VALUE;
            for (int i = 0; i < palette.length; i++) {
                int r = (rgb >> 16) - (palette[i] >> 16);
                int g = (rgb >> 8 & 0xff) - (palette[i] >> 8 & 0xff);
                int b = (rgb & 0xff) - (palette[i] & 0xff);
                int distance = r * r + g * g + b * b;
                if (distance < nearest) {
                    nearest = distance;
                    best = i;
                }
            }
            return best;
        }
    }
}
