package io.patchclamp.attribute;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.model.Electrode;

/**
 * One site's shares in one trial.
 *
 * @param electrode where, and which units
 * @param units {@code [token, unit]}: each unit's share, signed; where the site has heads, each head's
 * @param elements the same number by number, {@code [token, unit…]} with the site's own axes
 * @param values the activations, shaped as the elements
 */
public record SiteShares(Electrode electrode, NamedArray units, NamedArray elements, NamedArray values) {
    public SiteShares {
        Objects.requireNonNull(electrode, "electrode");
    }

    /**
     * Whether a unit is several numbers: a head.
     *
     * @return false where a unit is one number
     */
    public boolean hasHeads() {
        return elements.shape().length > 2;
    }

    static SiteShares of(Electrode electrode, int tokens, float[] elements, float[] values) {
        int[] chosen = electrode.unitArray();
        int wide = electrode.site().width() / electrode.site().units();
        float[] units = new float[tokens * chosen.length];
        float[] some = new float[tokens * chosen.length * wide];
        float[] someValues = new float[some.length];
        for (int t = 0; t < tokens; t++) {
            for (int u = 0; u < chosen.length; u++) {
                int from = (t * electrode.site().units() + chosen[u]) * wide;
                int to = (t * chosen.length + u) * wide;
                double sum = 0;
                for (int i = 0; i < wide; i++) {
                    sum += elements[from + i];
                }
                units[t * chosen.length + u] = (float) sum;
                System.arraycopy(elements, from, some, to, wide);
                System.arraycopy(values, from, someValues, to, wide);
            }
        }
        List<String> axes = electrode.site().axes();
        List<Integer> shape = electrode.site().unitShape();
        int[] lengths = new int[axes.size()];
        lengths[0] = tokens;
        lengths[1] = chosen.length;
        for (int i = 1; i < shape.size(); i++) {
            lengths[i + 1] = shape.get(i);
        }
        return new SiteShares(
                electrode,
                NamedArray.of(List.of("token", "unit"), new int[] {tokens, chosen.length}, units),
                NamedArray.of(axes, lengths, some),
                NamedArray.of(axes, lengths, someValues));
    }

    /** A unit's activation: its number, or the length of a head's vector. */
    double value(int token, int column) {
        int wide = values.size() / units.size();
        float[] vector = new float[wide];
        values.copyTo((token * units.shape()[1] + column) * wide, vector, 0, wide);
        if (wide == 1) {
            return vector[0];
        }
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        return Math.sqrt(square);
    }
}
