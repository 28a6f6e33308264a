package io.patchclamp.internal.family;

import java.util.Map;
import java.util.function.Function;

import com.google.gson.JsonObject;

/**
 * How GGUF files write a family.
 *
 * @param architecture what {@code general.architecture} says
 * @param names what the file calls each module that has weights: from its HuggingFace name ({@code *} for the layer) to
 *     the file's ({@code blk.*.attn_q})
 * @param settings the {@code config.json} that the file's metadata stand for
 * @param pairsSideBySide whether the rows of query and key projections were laid out so that rotary pairs are neighbours
 * @param normShift what the converter added to the weights of the norms, to be taken off again
 */
public record GgufForm(
        String architecture,
        Map<String, String> names,
        Function<GgufValues, JsonObject> settings,
        boolean pairsSideBySide,
        float normShift) {
    public GgufForm {
        names = Map.copyOf(names);
    }
}
