package io.patchclamp.internal.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.internal.djl.Scope;
import io.patchclamp.model.Variant;
import io.patchclamp.model.VariantRuns;

/** Variants of some texts, run as many side by side as gain speed; texts of different length never are. */
final class SideBySide {
    /** More tokens side by side gain no speed, and every one of them costs memory. */
    static final int TOKENS = 1024;

    /** What variants must have in common. */
    private record Alike(int length, int from, List<Integer> readAt) {}

    private final Decoder model;
    private final Map<Alike, List<List<Cell>>> cells = new LinkedHashMap<>(); // of each text

    private SideBySide(Decoder model) {
        this.model = model;
    }

    /** Which of some texts are to be read together. */
    static List<List<Integer>> ofOneLength(List<int[]> texts) {
        Map<Integer, List<Integer>> byLength = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            byLength.computeIfAbsent(texts.get(i).length, n -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> out = new ArrayList<>();
        byLength.forEach((length, some) -> {
            int most = Math.max(1, TOKENS / length);
            for (int first = 0; first < some.size(); first += most) {
                out.add(some.subList(first, Math.min(some.size(), first + most)));
            }
        });
        return out;
    }

    static void run(Decoder model, List<VariantRuns> texts) {
        SideBySide all = new SideBySide(model);
        texts.forEach(all::take);
        all.cells.forEach(all::run);
    }

    /** Those that are the text itself are read off at once. */
    private void take(VariantRuns text) {
        LayeredTrace trace = (LayeredTrace) text.trace();
        int layers = model.config().layers();
        int[] readAt = text.readAt();
        List<Integer> positions = Arrays.stream(readAt).boxed().toList();
        Map<Alike, List<Cell>> own = new LinkedHashMap<>();
        float[][] unedited = null;
        for (int i = 0; i < text.variants().size(); i++) {
            Variant variant = text.variants().get(i);
            if (variant.writes().isEmpty() || variant.fromToken() >= trace.length()) {
                unedited = unedited == null ? trace.unedited(readAt) : unedited;
                text.reader().read(i, unedited.clone());
            } else {
                Alike alike = new Alike(trace.length(), variant.fromToken(), positions);
                own.computeIfAbsent(alike, a -> new ArrayList<>())
                        .add(Cell.of(trace, text.reader(), i, variant, layers));
            }
        }
        own.forEach((alike, some) ->
                cells.computeIfAbsent(alike, a -> new ArrayList<>()).add(some));
    }

    /** A text's variants stay together where there is room for them. */
    private void run(Alike alike, List<List<Cell>> texts) {
        int most = Math.max(1, TOKENS / (alike.length - alike.from));
        List<Cell> together = new ArrayList<>();
        for (List<Cell> text : texts) {
            if (!together.isEmpty() && together.size() + text.size() > most) {
                run(alike, together, most);
                together.clear();
            }
            together.addAll(text);
        }
        run(alike, together, most);
    }

    private void run(Alike alike, List<Cell> some, int most) {
        List<Cell> joining = new ArrayList<>(some);
        joining.sort(Comparator.comparingInt(Cell::firstLayer));
        int[] readAt = alike.readAt.stream().mapToInt(Integer::intValue).toArray();
        for (int first = 0; first < joining.size(); first += most) {
            List<Cell> batch = joining.subList(first, Math.min(joining.size(), first + most));
            try (Scope here = Scope.open()) {
                new RollingBatch(model, batch, alike.length, alike.from, here).run(readAt);
            }
        }
    }
}
