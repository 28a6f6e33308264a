package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Tuning;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %tuning}. */
final class TuningMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "tuning",
            Kind.LINE,
            "A tuning curve: one unit's mean over a parameter of the stimuli, with how many trials each point rests on.",
            List.of(Cuts.ANY),
            List.of(
                    Option.of("over", "COLUMN", "", "the parameter: a column of the trials", Values.TEXT),
                    Cuts.UNIT,
                    Cuts.POOL,
                    Cuts.CIRCULAR,
                    Option.of(
                            "bins",
                            "N",
                            "10",
                            "bins of equal width, where there are more numbers; of equal ratio over decades",
                            Values.COUNT),
                    Population.ITEM,
                    Cuts.OFFSET,
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.WHERE,
                    Cuts.KEEP,
                    Hypotheses.OPTION),
            "%tuning rec --over len --unit L0.mlp.neurons[3]",
            "Tuning tuning = Tuning.of(Epochs.of(rec, Window.eventLast(-5, 3)).at(0), \"L0.mlp.neurons[3]\", \"len\", 10)",
            Tuning.class);

    private final Workbench workbench;

    TuningMagic(Workbench workbench) {
        this.workbench = workbench;
    }

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
        return Tuning.of(
                Cuts.responses(call, session, workbench, true),
                "",
                over,
                call.count("bins").orElseThrow(),
                call.option("item"));
    }
}
