package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Model;
import io.patchclamp.model.Tokens;
import io.patchclamp.record.RecordedTrial;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Trials;

/** Recordings that no model made. */
public final class Recordings {
    private Recordings() {}

    /** Numbers that count up, at real sites of a model that computes nothing. */
    public static Recording of(Model model, String selector, String... prompts) {
        List<RecordedTrial> trials = new ArrayList<>();
        for (String prompt : prompts) {
            Tokens tokens = model.tokenizer().encode(prompt);
            List<Integer> rows = IntStream.range(0, tokens.count()).boxed().toList();
            trials.add(new RecordedTrial(
                    new Trials.Item(prompt, Map.of(), Optional.empty()),
                    tokens,
                    List.of(),
                    tokens.visible(),
                    "",
                    rows,
                    rows.stream().map(r -> 0).toList()));
        }
        List<SiteRecording> sites = model.select(selector).electrodes().stream()
                .map(e -> new SiteRecording(e.site(), e.units(), arrays(e, trials)))
                .toList();
        return new Recording(
                model.provenance().with("selector", selector),
                trials,
                sites,
                trials.stream().map(t -> 1).toList(),
                "none");
    }

    private static List<NamedArray> arrays(Electrode e, List<RecordedTrial> trials) {
        return trials.stream()
                .map(trial -> {
                    int n = trial.prompt().count();
                    int chosen =
                            e.units().isEmpty() ? e.site().units() : e.units().size();
                    int[] shape = e.site().point().isAttention()
                            ? new int[] {chosen, n, n}
                            : IntStream.concat(
                                            IntStream.of(n, chosen),
                                            e.site().unitShape().stream()
                                                    .skip(1)
                                                    .mapToInt(Integer::intValue))
                                    .toArray();
                    float[] data = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
                    for (int i = 0; i < data.length; i++) {
                        data[i] = (i % 7) - 3;
                    }
                    return NamedArray.of(e.site().axes(), shape, data);
                })
                .toList();
    }
}
