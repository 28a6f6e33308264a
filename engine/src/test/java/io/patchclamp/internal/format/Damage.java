package io.patchclamp.internal.format;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage to a file: bits flipped, bytes overwritten, cut out, doubled, the end lost. */
final class Damage {
    private static final byte[] EVIL = {0, 1, 9, 0x7f, (byte) 0x80, (byte) 0xff};

    private Damage() {}

    static byte[] of(byte[] good, Random random) {
        byte[] bad = good.clone();
        int n = 1 + random.nextInt(3);
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(6)) {
                case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad[at] = EVIL[random.nextInt(EVIL.length)];
                case 2 -> Arrays.fill(bad, at, Math.min(bad.length, at + 8), EVIL[random.nextInt(EVIL.length)]);
                case 3 -> bad = Arrays.copyOf(bad, Math.max(1, at));
                case 4 -> {
                    int cut = Math.min(bad.length - at, 1 + random.nextInt(8));
                    byte[] shorter = Arrays.copyOf(bad, bad.length - cut);
                    System.arraycopy(bad, at + cut, shorter, at, bad.length - at - cut);
                    bad = shorter.length == 0 ? bad : shorter;
                }
                default -> {
                    byte[] longer = Arrays.copyOf(bad, bad.length + 1);
                    System.arraycopy(bad, at, longer, at + 1, bad.length - at);
                    bad = longer;
                }
            }
        }
        return bad;
    }
}
