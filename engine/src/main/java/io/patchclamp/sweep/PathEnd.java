package io.patchclamp.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.ModelConfig.BlockOrder;
import io.patchclamp.model.Point;
import io.patchclamp.model.Selection;

/**
 * One end of a path: who sends, or who receives.
 *
 * @param name what to call it, such as {@code L5.attn.z[3]}
 * @param layer the block it is named by; -1 for what a model has once
 * @param electrode the site and its units; for the last norm the last residual stream, which is all that it reads
 */
record PathEnd(String name, int layer, Electrode electrode) {
    /** More than there are points in a block. */
    private static final int PER_LAYER = 64;

    PathEnd {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(electrode, "electrode");
    }

    /** Heads one by one, anything else site by site. */
    static List<PathEnd> of(Selection selection, Model model) {
        List<PathEnd> ends = new ArrayList<>();
        List<Selection.Row> rows = selection.preview();
        for (int e = 0; e < rows.size(); e++) {
            Electrode electrode = selection.electrodes().get(e);
            String site = electrode.site().name();
            int layer = electrode.site().layer();
            check(electrode);
            if (electrode.site().hasHeads()) {
                IntStream.of(electrode.unitArray())
                        .forEach(head -> ends.add(new PathEnd(site + "[" + head + "]", layer, electrode.only(head))));
            } else {
                String units = rows.get(e).units();
                String name = units.startsWith("all") ? site + units.substring(3) : site + "[" + units + "]";
                ends.add(new PathEnd(name, layer, read(electrode, model)));
            }
        }
        return ends;
    }

    private static void check(Electrode electrode) {
        Point point = electrode.site().point();
        String name = electrode.site().name();
        if (electrode.before()) {
            throw new PatchclampException(
                    "'" + name + "' is what was there before any edit: no path begins or ends there.",
                    "the same without ':before'");
        }
        if (point == Point.FINAL_NORM && !electrode.units().isEmpty()) {
            throw new PatchclampException(
                    "'" + name + "' is an end of paths as a whole only: its numbers are normed together.",
                    "final_norm");
        }
        if (point == Point.UNEMBED || point == Point.LOGITS) {
            throw new PatchclampException(
                    "'" + name + "' is what the metric reads, and no end of a path.",
                    "final_norm: the way through the residual stream straight to the logits");
        }
    }

    /** Writing into the last norm's input costs no norm and no logits of tokens that nobody reads. */
    private static Electrode read(Electrode electrode, Model model) {
        return electrode.site().point() != Point.FINAL_NORM
                ? electrode
                : model.select("L-1.resid_post").electrodes().get(0);
    }

    /** The head; -1 for a site. */
    int head() {
        return electrode.site().hasHeads() ? electrode.units().get(0) : -1;
    }

    /** Where it stands in the order of the forward pass. */
    int place() {
        return place(block(), electrode.site().point());
    }

    /** The first place that what it sends can be read at, from the residual stream. */
    int reaches(BlockOrder order) {
        Point point = electrode.site().point();
        if (!point.inLayer()) {
            return place(0, Point.RESID_PRE);
        }
        if (point == Point.RESID_PRE) {
            return place(block(), Point.LN1);
        }
        if (point.compareTo(Point.ATTN_OUT) <= 0) {
            return place(block(), order == BlockOrder.PARALLEL ? Point.RESID_POST : Point.RESID_MID);
        }
        if (point == Point.RESID_MID) {
            return place(block(), Point.LN2);
        }
        return point == Point.RESID_POST ? place(block() + 1, Point.RESID_PRE) : place(block(), Point.RESID_POST);
    }

    private int block() {
        return electrode.site().layer();
    }

    static int place(int layer, Point point) {
        return layer * PER_LAYER + point.ordinal();
    }
}
