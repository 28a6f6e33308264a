package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.geometry.Shattering;
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
            "Shattering shattering = Shattering.of(Responses.of(rec), \"cell\", Optional.of(\"frame\"), 50, 0)",
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
        Optional<String> group = call.option("group");
        Optional<String> item = call.option("item");
        int shuffles = call.count("permutations").orElseThrow();
        int seed = call.count("seed").orElseThrow();
        return population.read(
                r -> Shattering.of(r, column, group, item, shuffles, seed, session.progress()),
                e -> Shattering.of(e, column, group, item, shuffles, seed, session.progress()));
    }
}
