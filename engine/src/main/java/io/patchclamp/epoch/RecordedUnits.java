package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/**
 * Some numbers of a recorded token.
 *
 * @param site where
 * @param columns which of the recorded numbers, counted along a recorded row
 * @param units what these are
 */
record RecordedUnits(SiteRecording site, int[] columns, List<Unit> units) {
    private static final Pattern NAME = Pattern.compile("(.+?)(?:\\[([^\\[\\]]*)])?");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:\\.\\.([0-9]{1,9}))?");

    static RecordedUnits all(SiteRecording site) {
        if (site.site().point().isAttention()) {
            throw new PatchclampException(
                    "'" + site.site().name() + "' has a number for each pair of tokens, not one for each unit.",
                    "a site with units, such as L5.mlp.neurons or L5.resid_post");
        }
        int inner = site.site().width() / site.site().units();
        List<Unit> units = new ArrayList<>();
        for (int u : recorded(site)) {
            IntStream.range(u * inner, (u + 1) * inner).forEach(i -> units.add(new Unit(site.site(), i)));
        }
        return new RecordedUnits(site, IntStream.range(0, units.size()).toArray(), units);
    }

    /** What names such as {@code L5.mlp.neurons[3]} stand for; all that was recorded if there are none. */
    static List<RecordedUnits> of(Recording recording, List<String> names) {
        return names.isEmpty()
                ? recording.sites().stream().map(RecordedUnits::all).toList()
                : names.stream().map(name -> named(recording, name)).toList();
    }

    private static RecordedUnits named(Recording recording, String name) {
        List<String> sites =
                recording.sites().stream().map(s -> s.site().name()).toList();
        if (sites.contains(name)) {
            return all(recording.site(name));
        }
        Matcher matcher = NAME.matcher(name.strip());
        if (!matcher.matches() || !sites.contains(matcher.group(1)) || matcher.group(2) == null) {
            String near = Nearest.to(matcher.matches() ? matcher.group(1) : name, sites, 1)
                    .get(0);
            throw new SelectorException(
                    "Nothing was recorded at '" + name + "'; recorded were "
                            + String.join(", ", sites.subList(0, Math.min(8, sites.size())))
                            + (sites.size() > 8 ? ", …" : "") + ".",
                    "'" + near + "', or a unit of it: '" + near + "[0]'");
        }
        return all(recording.site(matcher.group(1))).only(matcher.group(2), name);
    }

    /** Some of the units as a selector has them: heads where a unit holds several numbers. */
    private RecordedUnits only(String list, String name) {
        int inner = site.site().width() / site.site().units();
        int[] recorded = recorded(site);
        List<Integer> chosen = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new SelectorException(
                        "'" + part.strip() + "' in '" + name + "' is no unit.",
                        "numbers, such as [3], [0..7] or [3,5]");
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            for (int u = from; u <= to; u++) {
                int unit = u;
                int row = IntStream.range(0, recorded.length)
                        .filter(i -> recorded[i] == unit)
                        .findFirst()
                        .orElseThrow(() -> new SelectorException(
                                "Unit " + unit + " of '" + site.site().name() + "' was not recorded, "
                                        + recorded.length + " from " + recorded[0] + " to "
                                        + recorded[recorded.length - 1] + " were.",
                                "'" + site.site().name() + "[" + recorded[0] + "]'"));
                IntStream.range(row * inner, (row + 1) * inner).forEach(chosen::add);
            }
        }
        return new RecordedUnits(
                site,
                chosen.stream().mapToInt(Integer::intValue).toArray(),
                chosen.stream().map(units::get).toList());
    }

    private static int[] recorded(SiteRecording site) {
        return site.units().isEmpty()
                ? IntStream.range(0, site.site().units()).toArray()
                : site.units().stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many numbers one recorded token has. */
    int width() {
        return recorded(site).length * (site.site().width() / site.site().units());
    }
}
