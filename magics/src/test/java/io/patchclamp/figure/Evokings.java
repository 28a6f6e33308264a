package io.patchclamp.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

/** A recording whose unit 1 answers to an event, more so in one condition and to larger numbers. */
public final class Evokings {
    private Evokings() {}

    /** Trials of different length, columns {@code cond} (city, name), {@code len} and {@code pair}. */
    public static Recording recording(int trials, int layers, int units) {
        return recording(trials, layers, units, t -> "");
    }

    /** The same with a column {@code size}. */
    static Recording recording(int trials, int layers, int units, IntFunction<String> size) {
        Random random = new Random(3);
        List<RecordedTrial> rows = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        for (int t = 0; t < trials; t++) {
            int length = 8 + random.nextInt(5);
            int event = 4 + random.nextInt(3);
            events.add(event);
            String text = "abcdefghijklmnop".substring(0, length);
            List<Integer> at = IntStream.range(0, length).boxed().toList();
            List<String> visible =
                    at.stream().map(i -> text.substring(i, i + 1)).toList();
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("cond", t % 2 == 0 ? "city" : "name");
            columns.put("len", String.valueOf(1 + t % 7));
            columns.put("pair", String.valueOf(t / 2));
            if (!size.apply(t).isEmpty()) {
                columns.put("size", size.apply(t));
            }
            List<Integer> ids = new ArrayList<>(at);
            ids.set(1, 100 + t);
            rows.add(new RecordedTrial(
                    new Trials.Item(text + t, columns, Optional.of(new Trials.Span(event, event + 1))),
                    new Tokens(
                            text, ids, visible, at, at.stream().map(i -> i + 1).toList()),
                    List.of(),
                    visible,
                    "",
                    at,
                    at.stream().map(i -> 0).toList()));
        }
        List<SiteRecording> sites = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            Site site = new Site("L" + layer + ".mlp.neurons", Point.NEURONS, layer, false, List.of(units));
            List<NamedArray> arrays = new ArrayList<>();
            for (int t = 0; t < trials; t++) {
                int length = rows.get(t).rows().size();
                float[] data = new float[length * units];
                for (int i = 0; i < length; i++) {
                    for (int u = 0; u < units; u++) {
                        double bump = u == 1 && i >= events.get(t) && i <= events.get(t) + 2
                                ? (t % 2 == 0 ? 2.5 : 0.5) + 0.3 * (t % 7)
                                : 0;
                        data[i * units + u] = (float) (random.nextGaussian() * 0.7 + bump + (i == 0 ? 80 : 0));
                    }
                }
                arrays.add(NamedArray.of(site.axes(), new int[] {length, units}, data));
            }
            sites.add(new SiteRecording(site, List.of(), arrays));
        }
        return new Recording(
                new Provenance("made up", "", "", "", "", "f32", Map.of()),
                rows,
                sites,
                rows.stream().map(r -> 1).toList(),
                "none");
    }
}
