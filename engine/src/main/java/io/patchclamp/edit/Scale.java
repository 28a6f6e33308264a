package io.patchclamp.edit;

import io.patchclamp.model.Selection;

/**
 * Multiplies units by a number: 0 silences, 1 changes nothing, -1 turns around.
 *
 * @param factor finite
 */
public record Scale(float factor) implements Change {
    public Scale {
        if (Float.isNaN(factor) || Float.isInfinite(factor)) {
            throw new IllegalArgumentException("a factor that is " + factor);
        }
    }

    /**
     * A scaling of every token.
     *
     * @param where sites and units
     * @param factor times what is there
     * @return the edit
     */
    public static Edit by(Selection where, float factor) {
        return Edit.of(where, new Scale(factor));
    }

    @Override
    public boolean forces() {
        return false;
    }

    @Override
    public String describe() {
        return "*=" + factor;
    }
}
