package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.epoch.Evoked;
import io.patchclamp.epoch.Evoked.Difference;
import io.patchclamp.epoch.Evoked.Line;
import io.patchclamp.epoch.Evoked.Point;
import io.patchclamp.figure.EvokedChart;
import io.patchclamp.stats.Cluster;
import io.patchclamp.stats.ClusterResult;
import io.patchclamp.stats.PValue;

/** An evoked response: a picture, the clusters, and the numbers folded away. */
final class EvokedView {
    private EvokedView() {}

    static Part of(Evoked evoked) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Evoked response of " + evoked.unit().name()));
        parts.add(new Part.Picture(EvokedChart.of(evoked)));
        evoked.difference().flatMap(Difference::clusters).ifPresent(c -> clusters(evoked, c, parts));
        List<List<String>> rows = new ArrayList<>();
        evoked.lines().forEach(line -> line.points().forEach(p -> rows.add(row(line, p))));
        parts.add(Part.folded(
                "numbers", Part.grid(List.of("condition", "offset", "n", "mean", "95 % over trials"), rows)));
        parts.add(Part.note(evoked.log() + "; n is trials, and each offset has those that reach it"));
        parts.add(ProvenanceView.folded(evoked.provenance()));
        return Part.stack(parts);
    }

    private static void clusters(Evoked evoked, ClusterResult result, List<Part> parts) {
        int from = evoked.alignment().from();
        if (result.clusters().isEmpty()) {
            parts.add(Part.paragraph("No cluster: no offset has "
                    + TestResultView.size(result.basis().tail()) + " above " + Quantity.real(result.threshold())
                    + "."));
        } else {
            parts.add(Part.grid(
                    List.of("cluster", "offsets in it", "mass", "p"),
                    result.clusters().stream()
                            .map(c -> List.of(
                                    c.mass() > 0 ? "positive" : "negative",
                                    offsets(c, from),
                                    Quantity.real(c.mass()),
                                    PValue.of(c.p())))
                            .toList()));
        }
        result.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(result.basis()));
    }

    private static String offsets(Cluster cluster, int from) {
        return String.join(
                ", ",
                cluster.columns().stream().map(c -> String.valueOf(c + from)).toList());
    }

    private static List<String> row(Line line, Point point) {
        return List.of(
                line.condition(),
                String.valueOf(point.offset()),
                String.valueOf(point.n()),
                point.n() == 0 ? "" : Quantity.real(point.mean()),
                point.n() < 2 ? "" : Quantity.real(point.low()) + " to " + Quantity.real(point.high()));
    }
}
