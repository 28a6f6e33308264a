package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Tuning;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;

/** {@code %tuning}. */
final class TuningMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "tuning",
            Kind.LINE,
            "A tuning curve: one unit's mean over a parameter of the stimuli, with how many trials each point rests on.",
            List.of(Argument.word(
                    "NAME", "a Java variable that holds a recording, epochs, or responses", Values.VARIABLE)),
            List.of(
                    Option.of("over", "COLUMN", "", "the parameter: a column of the trials", Values.TEXT),
                    Cuts.UNIT,
                    Option.of("bins", "N", "10", "bins of equal width, where there are more numbers", Values.COUNT),
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
            "%tuning rec --over len --unit L0.mlp.neurons[3]",
            "Tuning tuning = Tuning.of(Epochs.of(rec, Window.eventLast(-5, 3)).at(0), \"L0.mlp.neurons[3]\", \"len\", 10)",
            Tuning.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String over = call.option("over")
                .orElseThrow(() -> new UsageException(
                        "%tuning needs the column that is the parameter.",
                        "--over len, or another column of the trials"));
        Object value = Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class, Responses.class));
        Responses responses = value instanceof Responses given ? given : responses(call, session, value);
        return Tuning.of(
                responses,
                call.option("unit").orElse(""),
                over,
                call.count("bins").orElseThrow());
    }

    private static Responses responses(MagicCall call, Session session, Object value) {
        if (value instanceof Recording recording && !recording.pool().equals("none")) {
            return Responses.of(recording);
        }
        return Cuts.of(call, session, true)
                .at((int) Math.rint(call.number("offset").orElseThrow()));
    }
}
