package io.patchclamp.edit;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;

/**
 * Adds a multiple of a vector, as current is injected into a cell.
 *
 * <p>The vector has one number for each number of the whole site, of which those of the chosen units are used, or one
 * for each number of the chosen units. An array without axes is one number, the same for all.
 *
 * @param name what the vector is called
 * @param vector one axis, or none; finite numbers
 * @param factor how much of it, finite
 */
public record Inject(String name, NamedArray vector, float factor) implements Change {
    public Inject {
        Objects.requireNonNull(name, "name");
        if (vector.axes().size() > 1) {
            throw new PatchclampException(
                    "'" + name + "' is an array " + vector + "; what is injected is one vector.",
                    name + ".at(0) for the first one");
        }
        for (float v : vector.toArray()) {
            if (Float.isNaN(v) || Float.isInfinite(v)) {
                throw new PatchclampException(
                        "'" + name + "' holds " + v + ", which would make every later number NaN.",
                        "a vector of finite numbers");
            }
        }
        if (Float.isNaN(factor) || Float.isInfinite(factor)) {
            throw new PatchclampException(
                    factor + " times '" + name + "' would make every later number NaN.", "a factor of fewer digits");
        }
    }

    /**
     * An injection into every token.
     *
     * @param where sites and units
     * @param factor how much
     * @param name what the vector is called
     * @param vector one number for each number of the site, or of the chosen units
     * @return the edit
     */
    public static Edit of(Selection where, float factor, String name, float... vector) {
        NamedArray array = NamedArray.of(List.of("unit"), new int[] {vector.length}, vector.clone());
        return Edit.of(where, new Inject(name, array, factor));
    }

    /**
     * The same current into every number.
     *
     * @param where sites and units
     * @param current added to each
     * @return the edit
     */
    public static Edit of(Selection where, float current) {
        return Edit.of(where, new Inject("1", NamedArray.of(List.of(), new int[0], new float[] {1}), current));
    }

    /**
     * The length of the vector, without the factor.
     *
     * @return the root of the sum of squares
     */
    public double norm() {
        double sum = 0;
        for (float v : vector.toArray()) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    @Override
    public boolean forces() {
        return false;
    }

    @Override
    public void check(Selection where) {
        if (vector.axes().isEmpty()) {
            return;
        }
        for (Electrode electrode : where.electrodes()) {
            int whole = electrode.site().width();
            if (electrode.site().point().isAttention()) {
                throw new PatchclampException(
                        "A vector cannot be added to attention at "
                                + electrode.site().name() + ": each query has another number of keys.",
                        "a plain number there, as in " + electrode.site().name() + "+=1");
            }
            if (vector.size() != whole && vector.size() != electrode.width()) {
                String chosen = electrode.width() == whole ? "" : ", or " + electrode.width() + " for the chosen units";
                throw new PatchclampException(
                        "The vector '" + name + "' has " + vector.size() + " numbers; "
                                + electrode.site().name() + " has " + whole + chosen + ".",
                        "a vector that was made at the same kind of site of this model");
            }
        }
    }

    @Override
    public String describe() {
        return vector.axes().isEmpty()
                ? "+=" + factor * vector.get()
                : "+=" + factor + "*" + name + String.format(Locale.ROOT, " (norm %.4g)", Math.abs(factor) * norm());
    }
}
