package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.patchclamp.figure.EffectChart;
import io.patchclamp.sweep.Cell;
import io.patchclamp.sweep.PatchGrid;

/** A patching grid as coloured cells. */
final class PatchGridView {
    private PatchGridView() {}

    static Part of(PatchGrid grid) {
        float[] effect = grid.effect().toArray();
        float[] recovered = grid.recovered().toArray();
        int columns = grid.columns().size();
        double limit = 0;
        for (float e : effect) {
            limit = Math.max(limit, Math.abs(e));
        }
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int row = 0; row < effect.length / columns; row++) {
            List<Part.Shades.Shade> cells = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                int at = row * columns + c;
                Cell cell = grid.cells().get(at);
                String number = Quantity.among(effect[at], limit);
                cells.add(new Part.Shades.Shade(
                        share(recovered[at]),
                        cell.name() + "\n" + grid.metric() + " changes by " + number + " towards clean: "
                                + String.format(Locale.ROOT, "%.0f %%", 100 * recovered[at]) + " of the way",
                        limit == 0 ? 0 : effect[at] / limit));
            }
            lines.add(new Part.Shades.Line("L" + grid.cells().get(row * columns).layer(), cells));
        }
        List<Part> parts = new ArrayList<>();
        int n = grid.trials().count();
        parts.add(Part.heading("Patching " + grid.site() + ", clean into corrupt"));
        parts.add(Part.paragraph(
                grid.metric() + ": clean " + Quantity.real(mean(grid.clean().toArray())) + ", corrupt "
                        + Quantity.real(mean(grid.corrupt().toArray())) + ", mean over " + Quantity.count(n, "pair")));
        grid.warnings().forEach(w -> parts.add(Part.note("Warning: " + w)));
        parts.add(new Part.Picture(EffectChart.of(grid)));
        parts.add(Part.folded(
                "the map in numbers",
                Part.Shades.upwards(
                        grid.columns(),
                        lines,
                        grid.cells().get(0).unit() < 0 ? "tokens" : "heads",
                        "each cell: how much of the way from corrupt (0) to clean (1) patching it alone goes; colour: the change,"
                                + " full at " + Quantity.real(limit)
                                + (grid.metric().unit().isEmpty()
                                        ? ""
                                        : " " + grid.metric().unit()))));
        parts.add(ProvenanceView.folded(grid.provenance()));
        return Part.stack(parts);
    }

    /** Two digits, and no minus before a zero. */
    private static String share(float recovered) {
        String text = String.format(Locale.ROOT, "%.2f", recovered);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private static double mean(float[] numbers) {
        double sum = 0;
        for (float x : numbers) {
            sum += x;
        }
        return sum / numbers.length;
    }
}
