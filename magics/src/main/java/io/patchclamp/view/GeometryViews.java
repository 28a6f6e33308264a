package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.figure.ReadoutChart;
import io.patchclamp.figure.SquareChart;
import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.stats.Basis;
import io.patchclamp.stats.PValue;

/** What populations hold in common: over sites, over conditions, over units. */
final class GeometryViews {
    private GeometryViews() {}

    static Part of(Generalisation map) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "'" + map.column() + "' trained at one " + map.course().word() + ", read at another"));
        parts.add(new Part.Picture(SquareChart.of(map)));
        List<List<String>> rows = map.clusters().stream()
                .limit(5)
                .map(c -> List.of(Quantity.count(c.cells().size(), "cell"), three(c.mass()), PValue.of(c.p())))
                .toList();
        parts.add(
                rows.isEmpty()
                        ? Part.paragraph("no cell is above what 95 % of shuffles have there")
                        : Part.grid(List.of("cluster", "accuracy above chance, summed", "p"), rows));
        return closed(parts, map.notes(), map.basis(), map.provenance());
    }

    static Part of(Abstraction abstraction) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "'" + abstraction.variable() + "' learnt at one '" + abstraction.across() + "', read at the others"));
        parts.add(new Part.Picture(ReadoutChart.of(abstraction)));
        List<List<String>> rows = abstraction.places().stream()
                .map(p -> List.of(p.name(), three(p.accuracy()), range(p.shuffled()), PValue.of(p.p())))
                .toList();
        parts.add(Part.grid(List.of(abstraction.course().word(), "accuracy", "95 % of turned geometries", "p"), rows));
        return closed(parts, abstraction.notes(), abstraction.basis(), abstraction.provenance());
    }

    static Part of(Shattering shattering) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Which halves of " + shattering.conditions().size() + " conditions of '"
                + shattering.column() + "' can be read"));
        parts.add(new Part.Picture(ReadoutChart.of(shattering)));
        List<List<String>> rows = shattering.places().stream()
                .map(p -> List.of(p.name(), three(p.dimension()), range(p.shuffled()), PValue.of(p.p())))
                .toList();
        parts.add(
                Part.grid(List.of(shattering.course().word(), "shattering dimension", "95 % of shuffles", "p"), rows));
        List<List<String>> halves = IntStream.range(0, shattering.halves().size())
                .mapToObj(h -> List.of(
                        String.join(
                                ", ",
                                shattering.halves().get(h).stream()
                                        .map(shattering.conditions()::get)
                                        .toList()),
                        shattering.places().size() == 1
                                ? three(shattering.places().get(0).accuracy().get(h))
                                : three(shattering.places().stream()
                                        .mapToDouble(p -> p.accuracy().get(h))
                                        .max()
                                        .orElseThrow())))
                .toList();
        parts.add(Part.folded(
                "each way to cut",
                Part.grid(
                        List.of("one half", shattering.places().size() == 1 ? "accuracy" : "best of all sites"),
                        halves)));
        return closed(parts, shattering.notes(), shattering.basis(), shattering.provenance());
    }

    static Part of(Alike alike) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("How alike "
                + Quantity.count(alike.sites().size(), alike.course().word()) + " are"));
        parts.add(new Part.Picture(SquareChart.of(alike)));
        parts.add(Part.note("p and the biased values: alike.p(), alike.cka()"));
        return closed(parts, List.of(), alike.basis(), alike.provenance());
    }

    static Part of(UnitCorrelations correlations) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading("Which units go together, by '" + correlations.column() + "'"));
        parts.add(new Part.Picture(SquareChart.of(correlations)));
        return closed(parts, correlations.notes(), correlations.basis(), correlations.provenance());
    }

    private static Part closed(List<Part> parts, List<String> notes, Basis basis, Provenance provenance) {
        notes.forEach(n -> parts.add(Part.note("Note: " + n)));
        parts.add(BasisView.of(basis));
        parts.add(ProvenanceView.folded(provenance));
        return Part.stack(parts);
    }

    private static String range(List<Double> shuffled) {
        List<Double> sorted = shuffled.stream().sorted().toList();
        return sorted.isEmpty()
                ? "none"
                : three(sorted.get((int) (0.025 * (sorted.size() - 1)))) + " to "
                        + three(sorted.get((int) Math.ceil(0.975 * (sorted.size() - 1))));
    }

    private static String three(double x) {
        return Double.isNaN(x) ? "NaN" : String.format(Locale.ROOT, "%.3f", x);
    }
}
