package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.lens.HeadScores;

/** Three maps of heads, and the best of each kind. */
final class HeadScoresView {
    private static final int TOP = 5;

    private HeadScoresView() {}

    static Part of(HeadScores scores) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "Heads on " + scores.provenance().details().get("texts") + ", mean over " + "the repetition"));
        parts.add(kind("previous token", scores.previous(), scores.chance().get(0)));
        parts.add(kind("duplicate token", scores.duplicate(), scores.chance().get(1)));
        parts.add(kind("induction", scores.induction(), scores.chance().get(2)));
        parts.add(Part.note(
                "the share of a head's attention that goes to the token before; to the same token's first place;"
                        + " to the token behind that"));
        parts.add(ProvenanceView.folded(scores.provenance()));
        return Part.stack(parts);
    }

    private static Part kind(String name, NamedArray scores, double chance) {
        int heads = scores.shape()[1];
        float[] all = scores.toArray();
        List<List<String>> best = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -all[i]))
                .limit(TOP)
                .map(i -> List.of(
                        "L" + i / heads + ".attn.z[" + i % heads + "]", String.format(Locale.ROOT, "%.3f", all[i])))
                .toList();
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int layer = 0; layer < scores.shape()[0]; layer++) {
            List<Part.Shades.Shade> cells = new ArrayList<>();
            for (int h = 0; h < heads; h++) {
                String number = String.format(Locale.ROOT, "%.3f", scores.get(layer, h));
                cells.add(new Part.Shades.Shade("", "L" + layer + " head " + h + "\n" + number, scores.get(layer, h)));
            }
            lines.add(new Part.Shades.Line("L" + layer, cells));
        }
        List<String> columns =
                IntStream.range(0, heads).mapToObj(String::valueOf).toList();
        return Part.stack(List.of(
                Part.paragraph(name + " heads; a head that looks everywhere alike scores "
                        + String.format(Locale.ROOT, "%.3f", chance)),
                Part.grid(List.of("head", "score"), best),
                Part.folded("all heads", Part.Shades.upwards(columns, lines, "heads", "colour full at 1"))));
    }
}
