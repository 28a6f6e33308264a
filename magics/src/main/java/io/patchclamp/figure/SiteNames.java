package io.patchclamp.figure;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands beside several sites, and on the axis that they make: of one kind in several layers the layers alone, and the
 * kind once.
 *
 * @param each one a site
 * @param axis what they are
 */
record SiteNames(List<String> each, String axis) {
    private static final Pattern LAYERED = Pattern.compile("(L[0-9]+)\\.(.+)");

    static SiteNames of(List<String> sites) {
        List<Matcher> parts = sites.stream().map(LAYERED::matcher).toList();
        boolean layers = parts.stream().allMatch(Matcher::matches)
                && parts.stream().map(p -> p.group(2)).distinct().count() == 1;
        return layers && sites.size() > 1
                ? new SiteNames(
                        parts.stream().map(p -> p.group(1)).toList(),
                        Lettering.drawable("layer (" + parts.get(0).group(2) + ")"))
                : new SiteNames(sites.stream().map(Lettering::drawable).toList(), "site");
    }
}
