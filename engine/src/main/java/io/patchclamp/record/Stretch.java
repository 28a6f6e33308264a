package io.patchclamp.record;

import java.util.Arrays;

/** One trial's numbers at one site, token after token, in one array that grows if it must. */
final class Stretch {
    private float[] data = new float[0];
    private int used;

    /** Makes room behind what is there, and says where. */
    int add(int length) {
        int at = used;
        used += length;
        if (used > data.length) {
            // The first time it is the prompt, all that there is if nothing is generated.
            data = Arrays.copyOf(data, at == 0 ? used : Math.max(used, at + at / 2));
        }
        return at;
    }

    float[] data() {
        return data;
    }

    int length() {
        return used;
    }

    /** All there is, without what was room for more. */
    float[] whole() {
        return used == data.length ? data : Arrays.copyOf(data, used);
    }
}
