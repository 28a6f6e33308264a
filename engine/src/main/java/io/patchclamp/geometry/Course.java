package io.patchclamp.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a population was read: at sites, at offsets from an event, or both. Places go site by site, and within a site
 * offset by offset.
 *
 * @param sites in the order of the forward pass
 * @param offsets from the event, ascending; none where each trial was read at one token
 */
public record Course(List<String> sites, List<Integer> offsets) {
    public Course {
        sites = List.copyOf(sites);
        offsets = List.copyOf(offsets);
    }

    /**
     * How many places there are.
     *
     * @return sites times offsets
     */
    public int count() {
        return sites.size() * Math.max(1, offsets.size());
    }

    /**
     * What changes from place to place.
     *
     * @return {@code site}, {@code offset}, or {@code site and offset}
     */
    public String word() {
        return offsets.size() < 2 ? "site" : sites.size() == 1 ? "offset" : "site and offset";
    }

    /**
     * What each place is called.
     *
     * @return such as {@code L5.resid_post}, {@code offset -1}, or {@code L5.resid_post offset -1}
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String site : sites) {
            if (offsets.size() < 2) {
                names.add(site);
            }
            for (int i = 0; offsets.size() > 1 && i < offsets.size(); i++) {
                names.add((sites.size() == 1 ? "" : site + " ") + "offset " + offsets.get(i));
            }
        }
        return names;
    }
}
