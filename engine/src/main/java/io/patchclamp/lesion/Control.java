package io.patchclamp.lesion;

import java.util.Objects;

/**
 * A set of units to compare with: as many at each site as in the set it stands beside.
 *
 * @param kind how it was chosen
 * @param units which units
 */
public record Control(Kind kind, UnitSet units) {
    public Control {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(units, "units");
    }

    /** How a control is chosen. */
    public enum Kind {
        /**
         * Drawn at random: from the rest of each site where that has enough for all controls to share no unit with each other
         * either, else from all units of the site, as a rank has the right p only among sets that are drawn alike.
         */
        RANDOM("random"),
        /** Drawn among the units of each site that are as active as those of the set, which are among them. */
        NORM_MATCHED("norm-matched"),
        /** The units with the smallest |t|, none of them in the set. */
        LEAST_SELECTIVE("least selective"),
        /** The units that prefer the other condition most, none of them in the set. */
        BOTTOM("bottom");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /**
         * As reports print it.
         *
         * @return such as {@code norm-matched}
         */
        public String word() {
            return word;
        }
    }
}
