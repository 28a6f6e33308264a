package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is written beside an axis: as many items as there is room for, evenly spaced. */
final class AxisLabels {
    /** How far labels of one line stand apart at least, middle to middle. */
    static final int LINE = 14;

    /** How long a tick is. */
    static final int TICK = 4;

    static final double SLANT = Math.PI / 3;

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
    static List<Tick> tokens(TimeRow time, Axis axis, boolean sideways) {
        int step = Numerals.roundStep((sideways ? 16.0 : LINE) * axis.pooled() / axis.cell());
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < time.count(); i += step) {
            ticks.add(new Tick(i, runs(time, i)));
        }
        return ticks;
    }

    private static List<Ink.Run> runs(TimeRow time, int row) {
        List<Ink.Run> runs = new ArrayList<>();
        boolean bare = time.tokens().isEmpty();
        runs.add(new Ink.Run(row + (bare ? "" : " "), Ink.GREY));
        if (!bare) {
            boolean generated = row >= time.promptRows();
            runs.add(new Ink.Run(Lettering.token(time.tokens().get(row)), generated ? Ink.GENERATED : Ink.DARK));
        }
        String note = time.note().apply(row);
        if (!note.isEmpty()) {
            runs.add(new Ink.Run(" " + note, Ink.GREY));
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

    /** Whether labels side by side would touch. */
    static boolean touching(List<Tick> ticks, Axis x) {
        for (int i = 1; i < ticks.size(); i++) {
            Tick a = ticks.get(i - 1);
            Tick b = ticks.get(i);
            if (x.centre(b.item()) - x.centre(a.item()) < (a.width() + b.width()) / 2 + 8) {
                return true;
            }
        }
        return false;
    }

    static int widest(List<Tick> ticks) {
        return (int) Math.ceil(ticks.stream().mapToDouble(Tick::width).max().orElse(0));
    }

    /** How far down slanted labels reach. */
    static int slantHeight(List<Tick> ticks) {
        return (int) Math.ceil(widest(ticks) * Math.sin(SLANT)) + 10;
    }

    /** How far slanted labels reach to the left of the axis. */
    static int slantOverhang(List<Tick> ticks, Axis x) {
        return (int) Math.ceil(ticks.stream()
                .mapToDouble(t -> t.width() * Math.cos(SLANT) + 10 - x.centre(t.item()))
                .max()
                .orElse(0));
    }

    /** How far down slanted names reach. */
    static int slantedHeight(List<String> names) {
        double widest = names.stream()
                .mapToDouble(n -> Lettering.width(n, Lettering.LABEL))
                .max()
                .orElse(0);
        return (int) Math.ceil(widest * Math.sin(SLANT)) + 16;
    }

    /** A name that ends at a tick under an x axis. */
    static void slanted(Ink ink, String name, double x, double line) {
        double w = Lettering.width(name, Lettering.LABEL);
        ink.runs(
                List.of(new Ink.Run(name, Ink.DARK)),
                Lettering.LABEL,
                x + 4 - w * Math.cos(SLANT),
                line + TICK + 7 + w * Math.sin(SLANT),
                -SLANT);
    }

    /** Writes labels under an x axis, side by side or slanted with their ends at the ticks. */
    static void paintBelow(Ink ink, double left, double line, Axis axis, List<Tick> ticks, boolean slanted) {
        for (Tick tick : ticks) {
            double x = left + axis.centre(tick.item());
            double w = tick.width();
            ink.line(Ink.GREY, 1, x, line, x, line + TICK);
            if (slanted) {
                double endX = x + 4;
                double endY = line + TICK + 7;
                ink.runs(tick.runs(), Lettering.LABEL, endX - w * Math.cos(SLANT), endY + w * Math.sin(SLANT), -SLANT);
            } else {
                ink.runs(tick.runs(), Lettering.LABEL, x - w / 2, line + TICK + 11, 0);
            }
        }
    }
}
