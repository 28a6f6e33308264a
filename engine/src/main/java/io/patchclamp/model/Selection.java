package io.patchclamp.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a selector names in one model.
 *
 * @param selector the text it was made from
 * @param electrodes sites and units, in the order of the forward pass, each site once, or once a name
 */
public record Selection(String selector, List<Electrode> electrodes) {
    public Selection {
        Objects.requireNonNull(selector, "selector");
        electrodes = List.copyOf(electrodes);
    }

    /**
     * Units that were chosen by number.
     *
     * @param selector what the choice is called
     * @param units which of each site's units, in any order
     * @return each site once, its units ascending
     */
    public static Selection of(String selector, Map<Site, ? extends Collection<Integer>> units) {
        List<Electrode> electrodes = new ArrayList<>();
        units.forEach((site, chosen) ->
                electrodes.add(new Electrode(site, List.copyOf(new TreeSet<>(chosen)), Electrode.Polarity.BOTH)));
        return new Selection(selector, electrodes);
    }

    /**
     * Everything that any of some selections names.
     *
     * @param selections in any order
     * @return each place once, with all units that are named there
     */
    public static Selection union(List<Selection> selections) {
        if (selections.size() == 1) {
            return selections.get(0);
        }
        Map<Site, TreeSet<Integer>> units = new LinkedHashMap<>();
        Comparator<Electrode> forward = Comparator.comparingInt(
                        (Electrode e) -> e.site().layer())
                .thenComparing(e -> e.site().point());
        selections.stream()
                .flatMap(s -> s.electrodes().stream())
                .sorted(forward)
                .forEach(e -> {
                    TreeSet<Integer> named = units.computeIfAbsent(e.site(), s -> new TreeSet<>());
                    Arrays.stream(e.unitArray()).forEach(named::add);
                });
        List<Electrode> electrodes = new ArrayList<>();
        units.forEach((site, named) -> electrodes.add(new Electrode(
                site, named.size() == site.units() ? List.of() : List.copyOf(named), Electrode.Polarity.BOTH)));
        String text = selections.stream().map(Selection::selector).collect(Collectors.joining(", "));
        return new Selection(text, electrodes);
    }

    /**
     * What one recorded token costs.
     *
     * @return bytes; attention, whose cost grows with the number of keys, is counted for one key
     */
    public long bytesPerToken() {
        return electrodes.stream().mapToLong(Electrode::width).sum() * Float.BYTES;
    }

    /**
     * What one recorded trial costs.
     *
     * @param tokens the trial's length in tokens
     * @return bytes; attention is counted for every query and key
     */
    public long bytes(int tokens) {
        return electrodes.stream()
                .mapToLong(e -> Math.multiplyExact(
                        e.width() * Float.BYTES, e.site().point().isAttention() ? (long) tokens * tokens : tokens))
                .sum();
    }

    /**
     * What matched, to be looked at before anything runs.
     *
     * @return one row an electrode
     */
    public List<Row> preview() {
        return electrodes.stream()
                .map(e -> new Row(
                        e.site().name(),
                        Names.shortName(e.site().point(), e.site().layer()),
                        shape(e),
                        ranges(e),
                        e.units().isEmpty() ? e.site().units() : e.units().size(),
                        e.site().units(),
                        e.width() * Float.BYTES))
                .toList();
    }

    /**
     * One electrode of a preview.
     *
     * @param name the site's name as it was asked for
     * @param place the short name of the same place
     * @param shape the axes of one trial with their lengths, such as {@code token × head 9 × d_head 64}
     * @param units the units chosen, such as {@code 0..99,1054+}; {@code all} if none were
     * @param chosen how many units are chosen
     * @param available how many units there are to choose among
     * @param bytesPerToken what one token costs, for attention one query and key
     */
    public record Row(
            String name, String place, String shape, String units, int chosen, int available, long bytesPerToken) {}

    private static String shape(Electrode electrode) {
        Site site = electrode.site();
        if (site.point().isAttention()) {
            return "head " + electrode.width() + " × query × key";
        }
        List<String> axes = site.axes();
        int chosen =
                electrode.units().isEmpty() ? site.units() : electrode.units().size();
        StringBuilder shape = new StringBuilder(axes.get(0))
                .append(" × ")
                .append(axes.get(1))
                .append(' ')
                .append(chosen);
        for (int i = 1; i < site.unitShape().size(); i++) {
            shape.append(" × ")
                    .append(axes.get(i + 1))
                    .append(' ')
                    .append(site.unitShape().get(i));
        }
        return shape.toString();
    }

    private static String ranges(Electrode electrode) {
        String sign =
                switch (electrode.polarity()) {
                    case BOTH -> "";
                    case POSITIVE -> "+";
                    case NEGATIVE -> "-";
                };
        if (electrode.units().isEmpty()) {
            return "all" + sign;
        }
        BitSet units = new BitSet();
        electrode.units().forEach(units::set);
        List<String> runs = new ArrayList<>();
        for (int from = units.nextSetBit(0); from >= 0; ) {
            int to = units.nextClearBit(from);
            runs.add(to - from == 1 ? Integer.toString(from) : from + ".." + (to - 1));
            from = units.nextSetBit(to);
        }
        return runs.stream().collect(Collectors.joining(",")) + sign;
    }
}
