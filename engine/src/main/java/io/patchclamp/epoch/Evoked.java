package io.patchclamp.epoch;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.trial.DropLog;

/**
 * One unit's mean over trials at each offset, condition by condition: what an event evokes.
 *
 * @param provenance how it was made
 * @param unit which unit
 * @param alignment what offset 0 is
 * @param by the column that makes conditions; empty for one of all trials
 * @param lines one a condition
 * @param difference how two of them differ, if it was asked
 * @param log which trials are not in it
 * @param notes what was done to the numbers, and what should be known before they are believed
 */
public record Evoked(
        Provenance provenance,
        Unit unit,
        Window alignment,
        String by,
        List<Line> lines,
        Optional<Difference> difference,
        DropLog log,
        List<String> notes)
        implements Exportable {
    public Evoked {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(alignment, "alignment");
        Objects.requireNonNull(by, "by");
        lines = List.copyOf(lines);
        Objects.requireNonNull(difference, "difference");
        Objects.requireNonNull(log, "log");
        notes = List.copyOf(notes);
    }

    /**
     * One condition.
     *
     * @param condition its name
     * @param trials how many trials it has
     * @param points one an offset
     */
    public record Line(String condition, int trials, List<Point> points) {
        public Line {
            Objects.requireNonNull(condition, "condition");
            points = List.copyOf(points);
        }
    }

    /**
     * A mean over trials.
     *
     * @param offset where
     * @param n how many trials have this offset
     * @param mean their mean; NaN where there is none
     * @param low the lower end of the 95 % t interval; NaN for fewer than two trials
     * @param high its upper end
     */
    public record Point(int offset, int n, double mean, double low, double high) {}

    /**
     * A difference wave: the first condition less the second.
     *
     * @param first the condition that is taken from
     * @param second the condition that is taken away
     * @param pairedBy the column that pairs their trials; empty where they are not paired
     * @param points one an offset; n is that of pairs, or of the smaller condition
     * @param clusters whether they differ anywhere, by cluster permutation over offsets
     */
    public record Difference(
            String first, String second, String pairedBy, List<Point> points, Optional<ClusterResult> clusters) {
        public Difference {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            Objects.requireNonNull(pairedBy, "pairedBy");
            points = List.copyOf(points);
            Objects.requireNonNull(clusters, "clusters");
        }
    }

    /**
     * {@code mean}, {@code low}, {@code high} and {@code n} {@code [condition, offset]}; {@code offsets}; with a difference
     * {@code difference} and {@code t} {@code [offset]}.
     */
    @Override
    public List<ResultArray> exported() {
        int length = alignment.length();
        ResultArray mean = ResultArray.floats("mean", lines.size(), length);
        ResultArray low = ResultArray.floats("low", lines.size(), length);
        ResultArray high = ResultArray.floats("high", lines.size(), length);
        ResultArray n = ResultArray.ids("n", lines.size(), length);
        ResultArray offsets = ResultArray.ids("offsets", length);
        for (int o = 0; o < length; o++) {
            offsets.put(alignment.from() + o, o);
            for (int c = 0; c < lines.size(); c++) {
                Point point = lines.get(c).points.get(o);
                mean.put(point.mean, c, o);
                low.put(point.low, c, o);
                high.put(point.high, c, o);
                n.put(point.n, c, o);
            }
        }
        if (difference.isEmpty()) {
            return List.of(mean, low, high, n, offsets);
        }
        ResultArray differences = ResultArray.floats("difference", length);
        ResultArray t = ResultArray.floats("t", length);
        for (int o = 0; o < length; o++) {
            differences.put(difference.get().points.get(o).mean, o);
            if (difference.get().clusters.isPresent()) {
                t.put(difference.get().clusters.get().statistic(0, o), o);
            }
        }
        return List.of(mean, low, high, n, offsets, differences, t);
    }
}
