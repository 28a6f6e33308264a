package io.patchclamp.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;
import io.patchclamp.model.Tokens;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.trial.Trials;

/** Recordings put together by hand. Their numbers can be told from their place: see {@link #value}. */
final class Samples {
    private Samples() {}

    /** {@code site * 1000 + trial * 100 + index}, where index counts over the trial's array. */
    static float value(int site, int trial, int index) {
        return site * 1000 + trial * 100 + index;
    }

    static Provenance provenance() {
        return new Provenance("tiny", "/models/tiny.gguf", "ab12", "Q4_1", "gpt2 in the file", "f32", Map.of())
                .with("selector", "L1.mlp.out")
                .with("edit", "naïve \"quoted\"\n北京");
    }

    /** A trial of prompt tokens 10, 11, … and generated tokens 90, 91, …; the last of those was not read. */
    static RecordedTrial trial(String prompt, int promptTokens, int generated, Optional<Trials.Span> event) {
        List<Integer> ids = new ArrayList<>();
        List<String> visible = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < promptTokens; i++) {
            ids.add(10 + i);
            visible.add(i == 1 ? "·\"a,\\b\"" : "t" + i);
            starts.add(i);
            ends.add(i + 1);
        }
        List<String> all = new ArrayList<>(visible);
        List<Integer> added =
                IntStream.range(0, generated).map(i -> 90 + i).boxed().toList();
        added.forEach(id -> all.add("␊😀" + id));
        int read = promptTokens + Math.max(0, generated - 1);
        List<Integer> rows = IntStream.range(0, read).boxed().toList();
        List<Integer> steps =
                rows.stream().map(r -> Math.max(0, r - promptTokens + 1)).toList();
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("condition", prompt.length() > 4 ? "long, \"very\"" : "short");
        columns.put("größe", "1.5");
        return new RecordedTrial(
                new Trials.Item(prompt, columns, event),
                new Tokens(prompt, ids, visible, starts, ends),
                added,
                all,
                generated == 0 ? "" : "added\ntext",
                rows,
                steps);
    }

    static NamedArray numbers(List<String> axes, int site, int trial, int... shape) {
        float[] data = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < data.length; i++) {
            data[i] = value(site, trial, i);
        }
        return NamedArray.of(axes, shape, data);
    }

    /** Three trials of 2, 4 and 3 read tokens; the second and third were gone on with. Four sites of different kinds. */
    static Recording generated() {
        List<RecordedTrial> trials = List.of(
                trial("ab", 2, 0, Optional.empty()),
                trial("a long one", 2, 3, Optional.of(new Trials.Span(2, 6))),
                trial("x\ny", 3, 1, Optional.empty()));
        Site residual = new Site("L1.resid_post", Point.RESID_POST, 1, false, List.of(3));
        Site heads = new Site("L0.attn.z", Point.Z, 0, false, List.of(2, 2));
        Site pattern = new Site("L0.attn.pattern", Point.PATTERN, 0, false, List.of(2));
        Site neurons = new Site("model.layers.1.mlp.down_proj:in", Point.NEURONS, 1, true, List.of(8));
        int[] read = {2, 4, 3};
        List<List<NamedArray>> arrays =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int t = 0; t < 3; t++) {
            arrays.get(0).add(numbers(residual.axes(), 0, t, read[t], 3));
            arrays.get(1).add(numbers(heads.axes(), 1, t, read[t], 2, 2));
            arrays.get(2).add(numbers(pattern.axes(), 2, t, 2, read[t], read[t]));
            arrays.get(3).add(numbers(neurons.axes(), 3, t, read[t], 2));
        }
        return new Recording(
                provenance(),
                trials,
                List.of(
                        new SiteRecording(residual, List.of(), arrays.get(0)),
                        new SiteRecording(heads, List.of(), arrays.get(1)),
                        new SiteRecording(pattern, List.of(), arrays.get(2)),
                        new SiteRecording(neurons, List.of(2, 7), arrays.get(3))),
                List.of(1, 3, 1),
                "none");
    }

    /** The mean over the tokens of two trials of 2 and 4 read tokens. */
    static Recording pooled() {
        List<RecordedTrial> trials = new ArrayList<>();
        for (RecordedTrial t : generated().trials().subList(0, 2)) {
            trials.add(new RecordedTrial(
                    t.item(), t.prompt(), t.generated(), t.visible(), t.text(), List.of(-1), List.of(-1)));
        }
        Site residual = new Site("L1.resid_post", Point.RESID_POST, 1, false, List.of(3));
        return new Recording(
                provenance(),
                trials,
                List.of(new SiteRecording(
                        residual,
                        List.of(),
                        List.of(numbers(residual.axes(), 0, 0, 1, 3), numbers(residual.axes(), 0, 1, 1, 3)))),
                List.of(1, 3),
                "mean");
    }

    /** One trial whose numbers are the odd ones: no number, infinities, zeros, the smallest. */
    static Recording odd(float... numbers) {
        Site site = new Site("embed", Point.EMBED, -1, false, List.of(numbers.length));
        return new Recording(
                new Provenance("m", null, null, null, null, "f32", Map.of()),
                List.of(trial("q", 1, 0, Optional.empty())),
                List.of(new SiteRecording(
                        site, List.of(), List.of(NamedArray.of(site.axes(), new int[] {1, numbers.length}, numbers)))),
                List.of(1),
                "none");
    }
}
