package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.figure.DissociationChart;
import io.patchclamp.lesion.Dissociated;
import io.patchclamp.stats.PValue;
import io.patchclamp.stats.TestResult;

/** Two sets by two tasks, and whether the lines cross. */
final class DissociatedView {
    private static final double ALPHA = 0.05;

    private DissociatedView() {}

    static Part of(Dissociated result) {
        List<Part> parts = new ArrayList<>();
        String first = result.asked().first().name();
        String second = result.asked().second().name();
        parts.add(Part.heading("Dissociation of " + first + " and " + second));
        int shared = result.asked().shared();
        parts.add(Part.paragraph(Quantity.count(result.asked().first().count(), "unit") + " against "
                + Quantity.count(result.asked().second().count(), "unit")
                + (shared == 0 ? ", none in both" : ", " + Quantity.count(shared) + " of them in both")));
        parts.add(new Part.Picture(DissociationChart.of(result)));
        List<List<String>> rows = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            double a = mean(result.effects().get(2 * task));
            double b = mean(result.effects().get(2 * task + 1));
            double limit = Math.max(Math.abs(a), Math.abs(b));
            rows.add(List.of(
                    result.tasks().get(task).name(),
                    result.tasks().get(task).metric() + ", "
                            + Quantity.count(result.tasks().get(task).trials().count(), "trial"),
                    Quantity.among(a, limit),
                    Quantity.among(b, limit),
                    PValue.of(result.within().get(task).p())));
        }
        parts.add(Part.grid(
                List.of("task", "metric", "without " + first, "without " + second, "p of the difference"), rows));
        parts.add(Part.note("p of the difference: "
                + result.within().stream()
                        .map(w -> w.basis().method() + ", " + w.basis().tail().word())
                        .distinct()
                        .collect(Collectors.joining("; "))
                + "; uncorrected"));
        parts.add(Part.paragraph(
                result.isDouble(ALPHA)
                        ? "A double dissociation: the lines cross, and both differences hold at .05."
                        : result.crossed()
                                ? "The lines cross, but not both differences hold at .05: no double dissociation."
                                : "The lines do not cross: no double dissociation."));
        Views.parts(result.interaction()).ifPresent(parts::add);
        List<String> sets = List.of(
                first + " on " + result.tasks().get(1).name(),
                second + " on " + result.tasks().get(0).name());
        List<TestResult> spared = result.spared();
        for (int i = 0; i < spared.size(); i++) {
            parts.add(Part.heading("Is it left alone? " + (spared.size() == 2 ? sets.get(i) : "")));
            Views.parts(spared.get(i)).ifPresent(parts::add);
        }
        result.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(ProvenanceView.folded(result.provenance()));
        return Part.stack(parts);
    }

    private static double mean(List<Double> x) {
        return x.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
