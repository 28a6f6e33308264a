package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Responses;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %population}. */
final class PopulationMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "population",
            Kind.LINE,
            "Every recorded unit at once, site by site: the mean over trials, or the difference of two conditions.",
            List.of(Cuts.ANY),
            List.of(
                    Option.of("by", "COLUMN", "", "the column that --diff takes conditions from", Values.TEXT),
                    Population.AT,
                    Cuts.CIRCULAR,
                    Option.of("diff", "a,b", "", "the first condition's mean less the second's", Values.TEXT),
                    Cuts.OFFSET,
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.WHERE,
                    Cuts.KEEP,
                    Hypotheses.OPTION),
            "%population rec --by cond --diff a,b",
            "PopulationMap map = PopulationMap.difference(Epochs.of(rec, Window.eventLast(-5, 3)).at(0), \"cond\", \"a\", \"b\")",
            PopulationMap.class);

    private final Workbench workbench;

    PopulationMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Responses responses = Cuts.responses(call, session, workbench, false);
        List<String> differing = Cuts.differing(call, responses.trials()).orElse(List.of());
        return differing.isEmpty()
                ? PopulationMap.of(responses)
                : PopulationMap.difference(
                        responses, call.option("by").orElseThrow(), differing.get(0), differing.get(1));
    }
}
