package io.patchclamp.lens;

import java.util.List;
import java.util.Objects;

import io.patchclamp.array.NamedArray;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.ResultArray;

/**
 * How much each head does what some heads are known for: the share of its attention that goes there, mean over random
 * texts that are repeated once.
 *
 * @param provenance how it was made
 * @param previous {@code [layer, head]}, to the token before
 * @param duplicate {@code [layer, head]}, from the repetition to the same token's first place
 * @param induction {@code [layer, head]}, from the repetition to the token behind the same token's first place
 * @param chance what a head would score that looks at all tokens alike: previous, duplicate and induction
 */
public record HeadScores(
        Provenance provenance, NamedArray previous, NamedArray duplicate, NamedArray induction, List<Double> chance)
        implements Exportable {
    public HeadScores {
        Objects.requireNonNull(provenance, "provenance");
        chance = List.copyOf(chance);
    }

    /** {@code previous}, {@code duplicate} and {@code induction [layer, head]}. */
    @Override
    public List<ResultArray> exported() {
        return List.of(
                ResultArray.of("previous", previous),
                ResultArray.of("duplicate", duplicate),
                ResultArray.of("induction", induction));
    }
}
