package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What one edit did in one run. An edit that did nothing, or whose work another edit undid, says so.
 *
 * @param edit the edit in one line
 * @param touched how many numbers it was applied to: trials × tokens × units, times what a unit holds
 * @param changed how many of them it left other than they were, bit for bit
 * @param tokens at how many tokens, over all trials
 * @param natural the norm (root of the sum of squares) of the numbers as the edit found them
 * @param change the norm of the change
 * @param min the smallest number it left there; NaN if it touched nothing
 * @param max the largest
 * @param trials what it did in each trial
 * @param warnings what should be known before the effect is believed
 */
public record Receipt(
        String edit,
        long touched,
        long changed,
        long tokens,
        double natural,
        double change,
        float min,
        float max,
        List<Trial> trials,
        List<String> warnings) {
    public Receipt {
        Objects.requireNonNull(edit, "edit");
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /**
     * The receipt with one more warning.
     *
     * @param warning what else should be known
     * @return a changed copy
     */
    public Receipt warned(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new Receipt(edit, touched, changed, tokens, natural, change, min, max, trials, more);
    }

    /**
     * What it did in one trial.
     *
     * @param touched how many numbers it was applied to
     * @param tokens at how many tokens
     * @param natural the norm of the numbers as the edit found them
     * @param change the norm of the change
     */
    public record Trial(long touched, int tokens, double natural, double change) {}

    /**
     * The clamp current of one unit: imposed minus natural, averaged over the numbers replaced.
     *
     * @param site the site's name
     * @param unit the unit's number
     * @param natural what the edit found, mean
     * @param imposed what it left, mean
     * @param current imposed minus natural, mean
     * @param count how many numbers were replaced: tokens, times what the unit holds for each
     */
    public record Current(String site, int unit, double natural, double imposed, double current, long count) {}
}
