package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Averaging;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Evoked;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.stats.Resampling;

/** {@code %evoked}. */
final class EvokedMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "evoked",
            Kind.LINE,
            "What an event evokes in one unit: the mean over trials at each offset, with bands, n, and a tested difference.",
            List.of(Cuts.NAME),
            List.of(
                    Cuts.UNIT,
                    Cuts.POOL,
                    Cuts.CIRCULAR,
                    Option.of("by", "COLUMN", "", "a line for each value of this column of the trials", Values.TEXT),
                    Option.of(
                            "diff",
                            "a,b",
                            "",
                            "the difference wave a-b of two conditions, by cluster permutation",
                            Values.TEXT),
                    Option.of(
                            "pair",
                            "COLUMN",
                            "",
                            "trials with the same value here are pairs: signs are turned",
                            Values.TEXT),
                    Population.ITEM,
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.WHERE,
                    Cuts.KEEP,
                    Option.of("permutations", "N", "9999", "how many, where they are too many to count", Values.COUNT),
                    Option.of("seed", "S", "1", "what permutations are drawn from", Values.COUNT),
                    Hypotheses.OPTION),
            "%evoked rec --unit L0.mlp.neurons[3] --by cond --diff a,b",
            "Evoked evoked = Averaging.of(Epochs.of(rec, Window.eventLast(-5, 3), \"L0.mlp.neurons[3]\")).by(\"cond\").evoked()",
            Evoked.class);

    private final Workbench workbench;

    EvokedMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Epochs epochs = Cuts.of(call, session, workbench, true);
        Averaging averaging = Averaging.of(epochs)
                .resampling(new Resampling(
                        call.count("permutations").orElseThrow(),
                        call.count("seed").orElseThrow()));
        averaging = call.option("by").map(averaging::by).orElse(averaging);
        averaging = call.option("pair").map(averaging::pairedBy).orElse(averaging);
        averaging = call.option("item").map(averaging::item).orElse(averaging);
        List<String> differing = Cuts.differing(call, epochs.trials()).orElse(List.of());
        return differing.isEmpty()
                ? averaging.evoked()
                : averaging.difference(differing.get(0), differing.get(1)).evoked();
    }
}
