package io.patchclamp.epoch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;

/** Epochs of given numbers. */
public final class Made {
    private Made() {}

    /** One unit; NaN is a token that was not recorded. Each trial has its own prompt. */
    static Epochs epochs(double[][] values, int from, IntFunction<Map<String, String>> columns) {
        double[][][] units = new double[values.length][][];
        for (int t = 0; t < values.length; t++) {
            units[t] = new double[values[t].length][];
            for (int o = 0; o < values[t].length; o++) {
                units[t][o] = Double.isNaN(values[t][o]) ? null : new double[] {values[t][o]};
            }
        }
        return Epochs.of(recording(units, from, columns), Window.eventFirst(from, from + values[0].length - 1));
    }

    /** {@code [trial][offset][unit]}, null where not recorded; offset 0 is the token {@code 1 - from}. */
    public static Recording recording(double[][][] values, int from, IntFunction<Map<String, String>> columns) {
        List<RecordedTrial> trials = new ArrayList<>();
        List<NamedArray> arrays = new ArrayList<>();
        int width = 0;
        for (double[][] trial : values) {
            for (double[] row : trial) {
                width = row == null ? width : row.length;
            }
        }
        Site site = new Site("L0.mlp.neurons", Point.NEURONS, 0, false, List.of(width));
        for (int t = 0; t < values.length; t++) {
            int length = Math.max(values[t].length + 1, 2 - from);
            String text = "x".repeat(length);
            List<Integer> at = IntStream.range(0, length).boxed().toList();
            List<String> visible = at.stream().map(i -> "x").toList();
            int trial = t;
            List<Integer> rows = IntStream.range(1, length)
                    .filter(i -> i <= values[trial].length && values[trial][i - 1] != null)
                    .boxed()
                    .toList();
            float[] data = new float[rows.size() * width];
            for (int r = 0; r < rows.size(); r++) {
                for (int u = 0; u < width; u++) {
                    data[r * width + u] = (float) values[t][rows.get(r) - 1][u];
                }
            }
            List<Integer> ids = new ArrayList<>(at);
            ids.set(0, 1000 + t);
            Trials.Span event = new Trials.Span(1 - from, 2 - from);
            Map<String, String> cells = new LinkedHashMap<>(columns.apply(t));
            trials.add(new RecordedTrial(
                    new Trials.Item(text + " " + t, cells, Optional.of(event)),
                    new Tokens(
                            text, ids, visible, at, at.stream().map(i -> i + 1).toList()),
                    List.of(),
                    visible,
                    "",
                    rows,
                    rows.stream().map(r -> 0).toList()));
            arrays.add(NamedArray.of(site.axes(), new int[] {rows.size(), width}, data));
        }
        return new Recording(
                new Provenance("made", null, null, null, null, "f32", Map.of()),
                trials,
                List.of(new SiteRecording(site, List.of(), arrays)),
                trials.stream().map(t -> 1).toList(),
                "none");
    }
}
