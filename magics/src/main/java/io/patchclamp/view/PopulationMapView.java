package io.patchclamp.view;

import java.util.List;

import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.figure.PopulationChart;

/** All units: the picture, and those furthest from 0. */
final class PopulationMapView {
    private static final int TOP = 15;

    private PopulationMapView() {}

    static Part of(PopulationMap map) {
        return Part.stack(List.of(
                Part.heading("Population: " + map.what()),
                new Part.Picture(PopulationChart.of(map)),
                Part.grid(
                        List.of("unit", "value"),
                        map.peaks(TOP).stream()
                                .map(p -> List.of(p.unit().name(), Quantity.real(p.value())))
                                .toList()),
                Part.note(
                        "the units furthest from 0; they were picked for being so, and none is tested: %selectivity tests"),
                ProvenanceView.folded(map.provenance())));
    }
}
