package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Shattering;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %shattering}. */
final class ShatteringMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "shattering",
            Kind.LINE,
            "In how many ways 4 to 10 conditions can be cut in two halves that are read apart: all balanced dichotomies.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "what a condition is: a column of 4, 6, 8 or 10 values", Values.TEXT),
                    Population.GROUP,
                    Anywhere.ITEM,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of("permutations", "N", "50", "how many times conditions are shuffled", Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%shattering rec --by cell --group frame",
            "Shattering shattering = Shattering.of(Responses.of(rec), \"cell\", Shuffling.of(50, 0).group(\"frame\"))",
            Shattering.class);

    private final Workbench workbench;

    ShatteringMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Anywhere population = Anywhere.of(call, session, workbench);
        String column = population.column(call);
        Shuffling how = Population.shuffling(call, session);
        return population.read(r -> Shattering.of(r, column, how), e -> Shattering.of(e, column, how));
    }
}
