package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.epoch.Tuning;
import io.patchclamp.figure.RocChart;
import io.patchclamp.figure.TuningChart;
import io.patchclamp.stats.PValue;
import io.patchclamp.stats.TestResult;

/** A tuning curve: the picture, its points, and what was tested. */
final class TuningView {
    private TuningView() {}

    static Part of(Tuning tuning) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Tuning of " + tuning.unit().name() + " over " + tuning.column()));
        Part curve = new Part.Picture(TuningChart.of(tuning));
        parts.add(
                tuning.two().isEmpty() ? curve : new Part.Side(List.of(curve, new Part.Picture(RocChart.of(tuning)))));
        parts.add(Part.grid(
                List.of(tuning.column(), "n", "mean", "95 % over trials"),
                tuning.points().stream()
                        .map(p -> List.of(
                                p.label(),
                                String.valueOf(p.n()),
                                p.n() == 0 ? "" : Quantity.real(p.mean()),
                                p.n() < 2 ? "" : Quantity.real(p.low()) + " to " + Quantity.real(p.high())))
                        .toList()));
        tuning.anova().ifPresent(a -> tested(a, parts));
        tuning.trend().ifPresent(t -> tested(t, parts));
        tuning.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(ProvenanceView.folded(tuning.provenance()));
        return Part.stack(parts);
    }

    private static void tested(TestResult test, List<Part> parts) {
        StringBuilder said = new StringBuilder(test.name() + ": " + test.symbol() + TestResultView.df(test) + " = "
                + Quantity.real(test.statistic()) + ", " + PValue.words(test.p()));
        test.effects().stream()
                .filter(e -> !e.name().equals(test.symbol()))
                .forEach(e -> said.append(", ").append(e.name()).append(" = ").append(Quantity.real(e.value())));
        parts.add(Part.paragraph(said.toString()));
        test.notes().forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(test.basis()));
    }
}
