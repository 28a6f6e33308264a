package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.PopulationMap;
import io.patchclamp.epoch.Responses;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;

/** {@code %population}. */
final class PopulationMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "population",
            Kind.LINE,
            "Every recorded unit at once, site by site: the mean over trials, or the difference of two conditions.",
            List.of(Argument.word(
                    "NAME", "a Java variable that holds a recording, epochs, or responses", Values.VARIABLE)),
            List.of(
                    Option.of("by", "COLUMN", "", "the column that --diff takes conditions from", Values.TEXT),
                    Option.of("diff", "a,b", "", "the first condition's mean less the second's", Values.TEXT),
                    Option.of(
                            "offset",
                            "i",
                            "0",
                            "at which offset from the event; pooled recordings have none",
                            Values.NUMBER),
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.WHERE,
                    Cuts.KEEP),
            "%population rec --by cond --diff a,b",
            "PopulationMap map = PopulationMap.difference(Epochs.of(rec, Window.eventLast(-5, 3)).at(0), \"cond\", \"a\", \"b\")",
            PopulationMap.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        List<String> differing = Cuts.differing(call).orElse(List.of());
        Object value = Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class, Responses.class));
        Responses responses;
        if (value instanceof Responses given) {
            responses = given;
        } else if (value instanceof Recording recording && !recording.pool().equals("none")) {
            responses = Responses.of(recording);
        } else {
            responses = Cuts.of(call, session, false)
                    .at((int) Math.rint(call.number("offset").orElseThrow()));
        }
        return differing.isEmpty()
                ? PopulationMap.of(responses)
                : PopulationMap.difference(
                        responses, call.option("by").orElseThrow(), differing.get(0), differing.get(1));
    }
}
