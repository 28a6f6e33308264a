package io.patchclamp.lesion;

import java.util.Objects;

/**
 * A set of units to compare with: as many at each site as in the set it stands beside, and none of those.
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
        /** Drawn at random from the rest of each site. */
        RANDOM("random"),
        /** Drawn from the rest of each site among units as active as those of the set. */
        NORM_MATCHED("norm-matched"),
        /** The units with the smallest |t|. */
        LEAST_SELECTIVE("least selective"),
        /** The units that prefer the other condition most. */
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
