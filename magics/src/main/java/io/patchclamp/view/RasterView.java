package io.patchclamp.view;

import java.util.List;

import io.patchclamp.epoch.Raster;
import io.patchclamp.figure.RasterChart;

/** A raster: the picture, and which prompt each row is. */
final class RasterView {
    private RasterView() {}

    static Part of(Raster raster) {
        List<List<String>> rows = raster.rows().stream()
                .map(r -> List.of(String.valueOf(r.number()), r.condition(), Quantity.shortened(r.prompt(), 120)))
                .toList();
        return Part.stack(List.of(
                Part.heading("Trials of " + raster.evoked().unit().name()),
                new Part.Picture(RasterChart.of(raster)),
                Part.note(raster.evoked().log() + "; " + Quantity.count(raster.ticks(), "tick") + " above "
                        + Quantity.real(raster.threshold()) + ", " + raster.chosen()),
                Part.folded("trials from top to bottom", Part.grid(List.of("trial", "condition", "prompt"), rows)),
                ProvenanceView.folded(raster.provenance())));
    }
}
