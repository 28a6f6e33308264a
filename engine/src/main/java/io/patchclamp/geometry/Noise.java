package io.patchclamp.geometry;

/**
 * What is known of how trials of one condition differ, and is divided out before distances are taken: what varies anyway
 * should count less.
 *
 * <p>Degrees of freedom are trials less conditions, as in rsatoolbox's {@code prec_from_unbalanced}; its {@code
 * prec_from_measurements} counts others, by which its distances differ from these by one factor. Source: Walther et al., Reliability of dissimilarity measures for multi-voxel pattern analysis, 2016.
 */
public enum Noise {
    /** Nothing is divided out. */
    NONE("not whitened"),
    /** Each unit is divided by its own deviation within conditions. */
    DIAGONAL("whitened by unit"),
    /**
     * The whole covariance within conditions, drawn towards its diagonal by as much as its own errors tell (Schäfer and
     * Strimmer 2005): where some units are far larger than others.
     */
    SHRUNK("whitened by a covariance shrunk to its diagonal"),
    /** The whole covariance, drawn towards equal variances (Ledoit and Wolf 2004): where units are of one size. */
    LEDOIT_WOLF("whitened by a Ledoit-Wolf covariance");

    private final String word;

    Noise(String word) {
        this.word = word;
    }

    /**
     * As reports print it.
     *
     * @return such as {@code whitened by unit}
     */
    public String word() {
        return word;
    }
}
