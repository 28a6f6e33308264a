package io.patchclamp.geometry;

import java.util.Objects;
import java.util.Optional;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.progress.Progress;

/**
 * How a read-out is held against chance: how often something is put in another order, and which trials belong together.
 *
 * @param times how many orders, besides the observed one
 * @param seed what orders and folds are drawn from
 * @param group a column whose trials of one value are near-duplicates, such as the template; what is done with them, and
 *     where there is none, says each read-out
 * @param item a column whose trials of one value are one thing shown several times, such as the word: they have one
 *     condition, and n counts them once
 * @param progress who hears how far it is
 */
public record Shuffling(int times, long seed, Optional<String> group, Optional<String> item, Progress progress) {
    public Shuffling {
        if (times < 0) {
            throw new PatchclampException(times + " shuffles are fewer than none.", "999");
        }
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(progress, "progress");
    }

    /**
     * Of trials of which none are known to belong together.
     *
     * @param times how many orders, besides the observed one
     * @param seed what orders and folds are drawn from
     * @return the shuffling
     */
    public static Shuffling of(int times, long seed) {
        return new Shuffling(times, seed, Optional.empty(), Optional.empty(), Progress.SILENT);
    }

    /**
     * The same where a column names near-duplicates.
     *
     * @param column such as the template
     * @return a changed copy
     */
    public Shuffling group(String column) {
        return new Shuffling(times, seed, Optional.of(column), item, progress);
    }

    /**
     * The same where a column names items.
     *
     * @param column such as the word
     * @return a changed copy
     */
    public Shuffling item(String column) {
        return new Shuffling(times, seed, group, Optional.of(column), progress);
    }

    /**
     * The same, heard.
     *
     * @param listener who hears how far it is
     * @return a changed copy
     */
    public Shuffling progress(Progress listener) {
        return new Shuffling(times, seed, group, item, listener);
    }
}
