package io.patchclamp.model;

import java.util.List;
import java.util.Objects;

/**
 * One place in one model where an electrode can go, under the name the user gave it.
 *
 * <p>The same place has a short name ({@code L5.attn.q}, with heads on an axis of their own) and a HuggingFace name
 * ({@code model.layers.5.self_attn.q_proj}, as {@code transformers} gives it, with heads side by side: {@code flat}).
 *
 * @param name the name asked for; exported arrays carry it
 * @param point which place in a block
 * @param layer which block, or -1 where the model has it once
 * @param flat whether head axes are merged into one axis, as {@code transformers} has them
 * @param unitShape the lengths of the axes after the token axis, outermost first; for attention the number of heads
 */
public record Site(String name, Point point, int layer, boolean flat, List<Integer> unitShape) {
    public Site {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(point, "point");
        unitShape = List.copyOf(unitShape);
    }

    /**
     * The axes of one trial.
     *
     * @return axis names, outermost first: {@code token} then units, or {@code head, query, key}
     */
    public List<String> axes() {
        return flat ? List.of("token", "unit") : point.axes();
    }

    /**
     * Whether its units are heads.
     *
     * @return true where heads have an axis of their own
     */
    public boolean hasHeads() {
        return axes().contains("head") || axes().contains("kv_head");
    }

    /**
     * How many units a selector's {@code [units]} chooses among: heads where there is a head axis, else the last axis.
     *
     * @return the number of units
     */
    public int units() {
        return unitShape.get(0);
    }

    /**
     * How many numbers one token (or, for attention, one query and key) has here.
     *
     * @return the product of the unit axes' lengths
     */
    public int width() {
        return unitShape.stream().reduce(1, (a, b) -> a * b);
    }
}
