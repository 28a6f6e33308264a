package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Generalisation;
import io.patchclamp.geometry.Generaliser;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %generalize}. */
final class GeneralizeMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "generalize",
            Kind.LINE,
            "Whether one code is read everywhere: trained at each site or offset, tried at every other, with clusters against shuffled labels.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "what is read: a column of the trials", Values.TEXT),
                    Population.GROUP,
                    Anywhere.ITEM,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of("folds", "K", "5", "how many parts, each left out once", Values.COUNT),
                    Option.of("permutations", "N", "100", "how many times labels are shuffled", Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%generalize rec --by number --group noun --at L*.resid_post",
            "Generalisation map = Generaliser.of(Responses.of(rec), \"number\").group(\"noun\").run()",
            Generalisation.class);

    private final Workbench workbench;

    GeneralizeMagic(Workbench workbench) {
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
        Generaliser generaliser = population
                .read(r -> Generaliser.of(r, column), e -> Generaliser.of(e, column))
                .folds(call.count("folds").orElseThrow())
                .permutations(call.count("permutations").orElseThrow())
                .seed(call.count("seed").orElseThrow())
                .progress(session.progress());
        Generaliser of = call.option("item").map(generaliser::item).orElse(generaliser);
        return call.option("group").map(of::group).orElse(of).run();
    }
}
