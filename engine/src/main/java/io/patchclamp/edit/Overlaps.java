package io.patchclamp.edit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.model.Electrode;
import io.patchclamp.model.Electrode.Polarity;
import io.patchclamp.model.Point;

/** Where a later edit forces what an earlier one had changed at the same token: the later one wins. */
final class Overlaps {
    private record Where(Point point, int layer) {}

    private record One(int edit, Electrode electrode, BitSet numbers) {}

    private final List<Edit> edits;
    private final List<BitSet[]> held;
    private final Map<Integer, List<String>> warnings = new HashMap<>();

    Overlaps(List<Edit> edits, List<BitSet[]> held) {
        this.edits = edits;
        this.held = held;
        Map<Where, List<One>> places = new HashMap<>();
        for (int e = 0; e < edits.size(); e++) {
            for (Electrode electrode : edits.get(e).where().electrodes()) {
                BitSet numbers = new BitSet();
                for (int number : Columns.numbers(electrode)) {
                    numbers.set(number);
                }
                places.computeIfAbsent(
                                new Where(
                                        electrode.site().point(),
                                        electrode.site().layer()),
                                w -> new ArrayList<>())
                        .add(new One(e, electrode, numbers));
            }
        }
        places.values().forEach(this::compare);
    }

    List<String> of(int edit) {
        return warnings.getOrDefault(edit, List.of());
    }

    private void compare(List<One> there) {
        for (int later = 1; later < there.size(); later++) {
            if (!edits.get(there.get(later).edit()).change().forces()) {
                continue;
            }
            for (int earlier = 0; earlier < later; earlier++) {
                report(there.get(earlier), there.get(later));
            }
        }
    }

    private void report(One earlier, One later) {
        if (earlier.edit() == later.edit() || !earlier.numbers().intersects(later.numbers())) {
            return;
        }
        long tokens = 0;
        BitSet[] first = held.get(earlier.edit());
        BitSet[] second = held.get(later.edit());
        for (int trial = 0; trial < first.length; trial++) {
            BitSet both = (BitSet) first[trial].clone();
            both.and(second[trial]);
            tokens += both.cardinality();
        }
        if (tokens == 0) {
            return;
        }
        BitSet shared = (BitSet) earlier.numbers().clone();
        shared.and(later.numbers());
        boolean surely = later.electrode().polarity() == Polarity.BOTH;
        String where = counted(shared.cardinality(), "number") + " of "
                + later.electrode().site().name() + " at " + counted(tokens, "token");
        add(
                earlier.edit(),
                (surely ? "is" : "may be") + " overridden by edit " + (later.edit() + 1) + " ("
                        + edits.get(later.edit()).describe() + "): " + where);
        add(
                later.edit(),
                (surely ? "overrides" : "may override") + " edit " + (earlier.edit() + 1) + " ("
                        + edits.get(earlier.edit()).describe() + "): " + where);
    }

    /** A number with its noun. */
    static String counted(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private void add(int edit, String warning) {
        warnings.computeIfAbsent(edit, e -> new ArrayList<>()).add(warning);
    }
}
