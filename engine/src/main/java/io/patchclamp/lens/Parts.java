package io.patchclamp.lens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Direction;
import io.patchclamp.model.Model;
import io.patchclamp.model.Point;
import io.patchclamp.model.Site;

/** The places whose sum the last residual stream is, and what heads or neurons add to them. */
final class Parts {
    private final Model model;
    private final DirectLogits.By by;
    private final List<Site> sites;

    /**
     * A finer grain.
     *
     * @param units {@code [layer, head]} or {@code [layer, neuron]}
     * @param biases {@code [layer]}, what no head or neuron did
     */
    record Fine(NamedArray units, NamedArray biases) {}

    Parts(Model model, DirectLogits.By by, boolean capped) {
        this.model = model;
        this.by = by;
        int last = model.config().layers() - 1;
        this.sites = model.sites().all().stream()
                .filter(s -> switch (s.point()) {
                    case EMBED, ATTN_OUT, MLP_OUT -> true;
                    case RESID_POST -> s.layer() == last;
                    case UNEMBED -> capped;
                    case Z, ATTN_PROJ -> by == DirectLogits.By.HEAD;
                    case NEURONS, MLP_PROJ -> by == DirectLogits.By.NEURON;
                    default -> false;
                })
                .toList();
    }

    List<Site> sites() {
        return sites;
    }

    /** What a place has at the last token. */
    float[] last(States states, Point point, int layer) {
        for (int i = 0; i < sites.size(); i++) {
            if (sites.get(i).point() == point && sites.get(i).layer() == layer) {
                float[] all = states.values().get(i);
                return Arrays.copyOfRange(all, all.length - sites.get(i).width(), all.length);
            }
        }
        return new float[0];
    }

    Fine fine(States states, float[] residual) {
        boolean heads = by == DirectLogits.By.HEAD;
        Point point = heads ? Point.Z : Point.NEURONS;
        int layers = model.config().layers();
        int units = heads ? model.config().heads() : model.config().dMlp();
        int wide = heads ? model.config().headDim() : 1;
        float[] shares = new float[layers * units];
        float[] biases = new float[layers];
        for (int layer = 0; layer < layers; layer++) {
            float[] projected = last(states, heads ? Point.ATTN_PROJ : Point.MLP_PROJ, layer);
            Direction direction = model.pulledBack(point, layer, residual, projected);
            float[] state = last(states, point, layer);
            for (int u = 0; u < units; u++) {
                shares[layer * units + u] = (float) direction.of(state, u * wide, (u + 1) * wide);
            }
            biases[layer] = (float) direction.constant();
        }
        List<String> axes = new ArrayList<>(List.of("layer", heads ? "head" : "neuron"));
        return new Fine(
                NamedArray.of(axes, new int[] {layers, units}, shares),
                NamedArray.of(List.of("layer"), new int[] {layers}, biases));
    }
}
