package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.figure.LesionChart;
import io.patchclamp.lesion.Control;
import io.patchclamp.lesion.ControlledLesion;
import io.patchclamp.lesion.LesionedMode;
import io.patchclamp.lesion.LesionedMode.OffTarget;
import io.patchclamp.stats.TestResult;

/** A lesion beside its controls: effects, ranks, what else was hurt, and whether the model recovered. */
final class ControlledLesionView {
    private ControlledLesionView() {}

    static Part of(ControlledLesion lesion) {
        List<Part> parts = new ArrayList<>();
        int trials = lesion.task().trials().count();
        String unit = lesion.task().metric().unit().isEmpty()
                ? ""
                : " " + lesion.task().metric().unit();
        boolean stamped = lesion.provenance().details().containsKey("CIRCULAR");
        parts.add(Part.heading((stamped ? "CIRCULAR · " : "") + "Lesion of "
                + lesion.set().name() + " (" + Quantity.count(lesion.set().count(), "unit") + ")"));
        double baseline = 0;
        for (float b : lesion.baseline().toArray()) {
            baseline += b / (double) trials;
        }
        parts.add(Part.paragraph(lesion.task().metric() + " without a lesion " + Quantity.real(baseline) + unit
                + ", mean over " + Quantity.count(trials, "trial")));
        lesion.warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        parts.add(new Part.Picture(LesionChart.of(lesion)));
        lesion.hypothesis().ifPresent(h -> lesion.modes().forEach(mode -> mode.rank().stream()
                .limit(1)
                .forEach(rank -> parts.add(Part.paragraph("Replaced by "
                        + mode.mode().word() + ", the hypothesis is " + h.verdict(rank.p(), among(mode)) + " ("
                        + rank.name() + ")")))));
        lesion.modes().forEach(mode -> parts.add(mode(mode, unit)));
        parts.add(Part.facts(
                "A-B-A",
                lesion.reversal().recovered() + " of " + lesion.reversal().trials()
                        + " trials are after the lesion what they were before it, to the bit",
                "sham",
                lesion.reversal().sham() + " of " + lesion.reversal().trials()
                        + " trials are unchanged when what was read is written back, to the bit"));
        parts.add(Part.note("Other units may take over what was removed (self-repair): the effect is a lower bound of"
                + " what these units do."));
        parts.add(ProvenanceView.folded(lesion.provenance()));
        return Part.stack(parts);
    }

    private static int among(LesionedMode mode) {
        return (int) mode.controls().stream()
                .filter(c -> c.control().kind() == Control.Kind.RANDOM)
                .count();
    }

    private static Part mode(LesionedMode mode, String unit) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("replaced by " + mode.mode().word()));
        double limit = Math.max(
                Math.abs(mode.mean()),
                mode.controls().stream()
                        .mapToDouble(c -> Math.abs(c.mean()))
                        .max()
                        .orElse(0));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("the set", "1", Quantity.among(mode.mean(), limit) + unit, "", ""));
        for (Control.Kind kind : Control.Kind.values()) {
            double[] means = mode.controls().stream()
                    .filter(c -> c.control().kind() == kind)
                    .mapToDouble(LesionedMode.ControlEffect::mean)
                    .toArray();
            if (means.length > 0) {
                rows.add(List.of(
                        kind.word(),
                        String.valueOf(means.length),
                        Quantity.among(Arrays.stream(means).average().orElseThrow(), limit) + unit,
                        means.length == 1
                                ? ""
                                : Quantity.among(Arrays.stream(means).min().orElseThrow(), limit),
                        means.length == 1
                                ? ""
                                : Quantity.among(Arrays.stream(means).max().orElseThrow(), limit)));
            }
        }
        parts.add(Part.grid(List.of("removed", "sets", "mean effect", "least", "most"), rows));
        for (TestResult rank : mode.rank()) {
            Views.parts(rank).ifPresent(parts::add);
        }
        for (TestResult items : mode.items()) {
            Views.parts(items).ifPresent(parts::add);
        }
        if (!mode.offTarget().isEmpty()) {
            parts.add(Part.grid(
                    List.of("off target", "metric", "without", "effect", "random sets, least to most"),
                    mode.offTarget().stream().map(ControlledLesionView::row).toList()));
        }
        return Part.stack(parts);
    }

    private static List<String> row(OffTarget other) {
        double[] random =
                other.random().stream().mapToDouble(Double::doubleValue).toArray();
        double limit = Math.max(
                Math.abs(other.effect()),
                Arrays.stream(random).map(Math::abs).max().orElse(0));
        return List.of(
                other.task().name(),
                other.task().metric() + ", "
                        + Quantity.count(other.task().trials().count(), "trial"),
                Quantity.real(other.baseline()),
                Quantity.among(other.effect(), limit),
                random.length == 0
                        ? "none"
                        : Quantity.among(Arrays.stream(random).min().orElseThrow(), limit) + " to "
                                + Quantity.among(Arrays.stream(random).max().orElseThrow(), limit));
    }
}
