package io.patchclamp.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.patchclamp.array.NamedArray;
import io.patchclamp.lens.DirectLogits.By;
import io.patchclamp.lens.DirectReading;

/** A logit and its parts: layers as coloured cells, the largest parts in a table, and their sum beside the logit. */
final class DirectReadingView {
    private static final int TRIALS = 4;
    private static final int TOP = 15;

    private record Share(String name, double share) {}

    private DirectReadingView() {}

    static Part of(DirectReading reading) {
        List<Part> parts = new ArrayList<>();
        int n = reading.trials().size();
        for (int t = 0; t < Math.min(TRIALS, n); t++) {
            DirectReading.Trial trial = reading.trials().get(t);
            parts.add(Part.heading("Parts of " + trial.target() + " after token " + trial.readAt() + " of "
                    + Quantity.shortened(trial.text().text(), 120)));
            double sum = reading.sum(t);
            parts.add(Part.paragraph("sum of all parts " + Quantity.real(sum) + "; in the run "
                    + Quantity.real(trial.logit()) + "; difference " + Quantity.real(sum - trial.logit())));
            parts.add(map(reading, trial));
            List<Share> largest = shares(reading, trial).stream()
                    .sorted(Comparator.comparingDouble(s -> -Math.abs(s.share())))
                    .limit(TOP)
                    .toList();
            parts.add(Part.grid(
                    List.of("part", "share"),
                    largest.stream()
                            .map(s -> List.of(s.name(), Quantity.real(s.share())))
                            .toList()));
        }
        if (n > TRIALS) {
            parts.add(Part.note("the first " + TRIALS + " of " + Quantity.count(n, "trial") + "; %export has all"));
        }
        parts.add(Part.note(
                "what each part wrote into the residual stream, read as this logit with the scale of the norms"
                        + " behind it held at what it was in the run; what it did through later layers is not in it. 'bias' is"
                        + " that of the last norm and the unembedding"));
        parts.add(ProvenanceView.folded(reading.provenance()));
        return Part.stack(parts);
    }

    private static List<Share> shares(DirectReading reading, DirectReading.Trial trial) {
        List<Share> shares = new ArrayList<>();
        shares.add(new Share("embed", trial.embed()));
        shares.add(new Share("bias", trial.bias()));
        int layers = trial.attention().size();
        for (int layer = 0; layer < layers; layer++) {
            String name = "L" + layer;
            if (reading.by() != By.HEAD) {
                shares.add(new Share(name + ".attn.out", trial.attention().get(layer)));
            }
            if (reading.by() != By.NEURON) {
                shares.add(new Share(name + ".mlp.out", trial.mlp().get(layer)));
            }
            if (reading.by() != By.LAYER) {
                String site = reading.by() == By.HEAD ? ".attn.z[" : ".mlp.neurons[";
                NamedArray units = trial.units().orElseThrow();
                for (int u = 0; u < units.shape()[1]; u++) {
                    shares.add(new Share(name + site + u + "]", units.get(layer, u)));
                }
                String rest = reading.by() == By.HEAD ? ".attn bias" : ".mlp bias";
                shares.add(new Share(name + rest, trial.biases().orElseThrow().get(layer)));
            }
        }
        return shares;
    }

    private static Part map(DirectReading reading, DirectReading.Trial trial) {
        boolean heads = reading.by() == By.HEAD;
        int layers = trial.attention().size();
        int units = heads ? trial.units().orElseThrow().shape()[1] : 1;
        List<String> columns = new ArrayList<>(
                heads ? IntStream.range(0, units).mapToObj(u -> "head " + u).toList() : List.of("attn.out"));
        columns.add("mlp.out");
        double limit = 0;
        double[][] numbers = new double[layers][units + 1];
        for (int layer = 0; layer < layers; layer++) {
            for (int u = 0; u < units; u++) {
                numbers[layer][u] = heads
                        ? trial.units().orElseThrow().get(layer, u)
                        : trial.attention().get(layer);
            }
            numbers[layer][units] = trial.mlp().get(layer);
            for (double x : numbers[layer]) {
                limit = Math.max(limit, Math.abs(x));
            }
        }
        List<Part.Shades.Line> lines = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            List<Part.Shades.Shade> cells = new ArrayList<>();
            for (int c = 0; c <= units; c++) {
                String number = Quantity.real(numbers[layer][c]);
                cells.add(new Part.Shades.Shade(
                        heads ? String.format(Locale.ROOT, "%.2f", numbers[layer][c]) : number,
                        "L" + layer + " " + columns.get(c) + "\n" + number,
                        limit == 0 ? 0 : numbers[layer][c] / limit));
            }
            lines.add(new Part.Shades.Line("L" + layer, cells));
        }
        return Part.Shades.upwards(
                columns, lines, "what each adds", "share of the logit; colour full at ±" + Quantity.real(limit));
    }
}
