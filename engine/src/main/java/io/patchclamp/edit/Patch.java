package io.patchclamp.edit;

import java.util.Objects;
import java.util.OptionalInt;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;

/**
 * Puts in what another run had there. Each trial takes from the trial of the same number, or all take from one; a source
 * of one trial gives it to all. A token that the source does not have is left as it is, and the receipt counts it.
 *
 * <p>Attention is patched head by head, query by query, for the keys that both queries see: keys stand for positions, so
 * that only {@link Alignment#START} makes sense there.
 *
 * @param source where the numbers come from
 * @param trial which of its trials, for all; empty for the trial of the same number
 * @param alignment which token of the source a token is given
 */
public record Patch(Activations source, OptionalInt trial, Alignment alignment) implements Change {
    public Patch {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(alignment, "alignment");
    }

    /**
     * A patch of every token with what stood at the same position.
     *
     * @param where sites and units
     * @param source where the numbers come from
     * @return the edit
     */
    public static Edit from(Selection where, Activations source) {
        return Edit.of(where, new Patch(source, OptionalInt.empty(), Alignment.START));
    }

    @Override
    public void check(Selection where) {
        for (Electrode electrode : where.electrodes()) {
            if (electrode.site().point().isAttention() && alignment.by() != Alignment.By.START) {
                throw new PatchclampException(
                        "Attention at " + electrode.site().name()
                                + " can be patched at the same positions only: its keys are positions too.",
                        "the same without '" + alignment + "'");
            }
        }
    }

    @Override
    public boolean forces() {
        return true;
    }

    @Override
    public String describe() {
        String which = trial.isPresent() ? "trial " + trial.getAsInt() : "";
        String by = alignment.equals(Alignment.START) ? "" : (which.isEmpty() ? "" : ", ") + alignment;
        return "=@" + source.title() + (which.isEmpty() && by.isEmpty() ? "" : "(" + which + by + ")");
    }
}
