package io.patchclamp.lesion;

import java.util.LinkedHashMap;
import java.util.Map;

import io.patchclamp.model.Site;

/**
 * What is known of all units of some sites, not only of those that were chosen: what matched controls are matched by.
 *
 * @param t how strongly each unit prefers the one condition, {@code [unit]} a site; NaN for a unit that is constant
 * @param rms each unit's root mean square over the stimuli, {@code [unit]} a site
 */
public record UnitScores(Map<Site, double[]> t, Map<Site, double[]> rms) {
    public UnitScores {
        t = Map.copyOf(new LinkedHashMap<>(t));
        rms = Map.copyOf(new LinkedHashMap<>(rms));
    }
}
