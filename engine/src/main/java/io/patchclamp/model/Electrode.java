package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * A site and the units chosen there.
 *
 * @param site where
 * @param units which units, ascending; empty for all of them
 * @param polarity which sign of the activation is meant
 * @param before whether what was there before any edit is meant, written {@code :before}; only for reading
 */
public record Electrode(Site site, List<Integer> units, Polarity polarity, boolean before) {
    public Electrode {
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(polarity, "polarity");
        units = List.copyOf(units);
    }

    /**
     * A site and units as the run goes on with them, after any edit.
     *
     * @param site where
     * @param units which units, ascending; empty for all of them
     * @param polarity which sign of the activation is meant
     */
    public Electrode(Site site, List<Integer> units, Polarity polarity) {
        this(site, units, polarity, false);
    }

    /** Which sign of an activation is meant. */
    public enum Polarity {
        /** Either. */
        BOTH,
        /** Written {@code +}. */
        POSITIVE,
        /** Written {@code -}. */
        NEGATIVE
    }

    /**
     * The units' numbers, spelled out.
     *
     * @return ascending; all of the site's units if none were chosen
     */
    public int[] unitArray() {
        if (units.isEmpty()) {
            return java.util.stream.IntStream.range(0, site.units()).toArray();
        }
        return units.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * How many numbers one token has here.
     *
     * @return chosen units times what each unit holds
     */
    public long width() {
        return (long) (units.isEmpty() ? site.units() : units.size()) * (site.width() / site.units());
    }

    /**
     * The same electrode at one unit.
     *
     * @param unit its number
     * @return a changed copy
     */
    public Electrode only(int unit) {
        return new Electrode(site, List.of(unit), polarity, before);
    }
}
