package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * What a selector names in one model.
 *
 * @param selector the text it was made from
 * @param electrodes sites and units, in the order of the forward pass, each site once
 */
public record Selection(String selector, List<Electrode> electrodes) {
    public Selection {
        Objects.requireNonNull(selector, "selector");
        electrodes = List.copyOf(electrodes);
    }

    /**
     * What one recorded token costs.
     *
     * @return bytes; attention, whose cost grows with the number of keys, is counted for one key
     */
    public long bytesPerToken() {
        return electrodes.stream().mapToLong(Electrode::width).sum() * Float.BYTES;
    }
}
