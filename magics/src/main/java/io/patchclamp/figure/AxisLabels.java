package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is written beside an axis: as many items as there is room for, evenly spaced. */
final class AxisLabels {
    /** How far labels of one line stand apart at least, middle to middle. */
    static final int LINE = 14;

    /** One label: which item, and what to write. */
    record Tick(int item, List<Ink.Run> runs) {
        double width() {
            return runs.stream()
                    .mapToDouble(r -> Lettering.width(r.text(), Lettering.LABEL))
                    .sum();
        }
    }

    private AxisLabels() {}

    /** Tokens with their index; the generated ones in blue; where fewer trials reach, their number. */
    static List<Tick> tokens(HeatMap map, Axis axis) {
        int step = Numerals.roundStep((map.timeRunsRight() ? 16.0 : LINE) * axis.pooled() / axis.cell());
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < map.tokenCount(); i += step) {
            ticks.add(new Tick(i, runs(map, i)));
        }
        return ticks;
    }

    private static List<Ink.Run> runs(HeatMap map, int row) {
        List<Ink.Run> runs = new ArrayList<>();
        boolean bare = map.tokens().isEmpty();
        boolean generated = row >= map.promptRows();
        runs.add(new Ink.Run(row + (bare ? "" : " "), Ink.GREY));
        if (!bare) {
            runs.add(new Ink.Run(Lettering.token(map.tokens().get(row)), generated ? Ink.GENERATED : Ink.DARK));
        }
        if (map.trialsAt(row) < map.mostTrials()) {
            runs.add(new Ink.Run(" n=" + map.trialsAt(row), Ink.GREY));
        }
        return runs;
    }

    /** Unit numbers: round ones where the units follow each other, else every so many. */
    static List<Tick> units(HeatMap map, Axis axis, boolean sideways) {
        int n = map.unitCount();
        double widest = 0;
        boolean successive = true;
        for (int i = 0; i < n; i++) {
            successive &= map.unit(i) - map.unit(0) == i;
        }
        for (int i : successive ? new int[] {0, n - 1} : indices(n)) {
            widest = Math.max(widest, Lettering.width(Integer.toString(map.unit(i)), Lettering.LABEL));
        }
        boolean every = axis.pooled() == 1 && axis.cell() >= LINE;
        double pitch = sideways ? widest + 10 : every ? LINE : 2 * LINE;
        int step = Numerals.roundStep(pitch * axis.pooled() / axis.cell());
        List<Tick> ticks = new ArrayList<>();
        int first = successive ? Math.floorMod(-map.unit(0), step) : 0;
        for (int i = first; i < n; i += step) {
            ticks.add(unit(map, i));
        }
        return ticks.isEmpty() ? List.of(unit(map, 0)) : ticks;
    }

    static Tick unit(HeatMap map, int column) {
        return new Tick(column, List.of(new Ink.Run(Integer.toString(map.unit(column)), Ink.DARK)));
    }

    /** The largest peaks' units, as many of the first five as can stand without touching; none where all have a label. */
    static List<Tick> peaks(HeatMap map, Axis axis, Peaks peaks, List<Tick> labelled, boolean sideways) {
        List<Tick> ticks = new ArrayList<>();
        if (labelled.size() == map.unitCount()) {
            return ticks;
        }
        for (Peaks.Peak peak : peaks.top().subList(0, Math.min(5, peaks.top().size()))) {
            Tick tick = unit(map, peak.unit());
            double at = axis.centre(peak.unit());
            boolean free = ticks.stream()
                    .allMatch(other -> Math.abs(axis.centre(other.item()) - at)
                            >= (sideways ? (other.width() + tick.width()) / 2 + 8 : LINE));
            if (free) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    private static int[] indices(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        return all;
    }
}
