package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.lens.LensCell;
import io.patchclamp.lens.LensReading;

/** Layers by tokens: what each state would say, its probability as colour. */
final class LensReadingView {
    private static final int TRIALS = 4;
    private static final int WIDEST = 12;

    private LensReadingView() {}

    static Part of(LensReading reading) {
        List<Part> parts = new ArrayList<>();
        int n = reading.trials().size();
        for (int t = 0; t < Math.min(TRIALS, n); t++) {
            parts.add(Part.heading("Logit lens: "
                    + Quantity.shortened(reading.trials().get(t).text().text(), 120)));
            parts.add(shades(reading, reading.trials().get(t)));
        }
        if (n > TRIALS) {
            parts.add(Part.note("the first " + TRIALS + " of " + Quantity.count(n, "trial") + "; %export has all"));
        }
        parts.add(ProvenanceView.folded(reading.provenance()));
        return Part.stack(parts);
    }

    private static Part shades(LensReading reading, LensReading.Trial trial) {
        List<Part.Shades.Line> lines = new ArrayList<>();
        // The last layer on top, as the lens is usually drawn.
        for (int s = reading.sites().size() - 1; s >= 0; s--) {
            List<Part.Shades.Shade> cells = new ArrayList<>();
            for (int i = 0; i < trial.text().count(); i++) {
                LensCell cell = trial.cells().get(s).get(i);
                cells.add(new Part.Shades.Shade(
                        Quantity.shortened(cell.top().get(0).visible(), WIDEST),
                        reading.sites().get(s).name() + " after "
                                + trial.text().visible().get(i) + "\n"
                                + cell.top().stream()
                                        .map(c -> c.visible() + " " + Quantity.probability(c.probability()))
                                        .collect(Collectors.joining("\n")),
                        cell.top().get(0).probability()));
            }
            lines.add(new Part.Shades.Line(reading.sites().get(s).name(), cells));
        }
        return new Part.Shades(
                trial.text().visible(),
                lines,
                "each cell: the most probable next token if this state were the last; colour: its probability; hover: the"
                        + " next ones");
    }
}
