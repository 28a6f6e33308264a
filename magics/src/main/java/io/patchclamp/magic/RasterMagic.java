package io.patchclamp.magic;

import java.util.List;
import java.util.OptionalDouble;

import io.patchclamp.epoch.Raster;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %raster}. */
final class RasterMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "raster",
            Kind.LINE,
            "One unit trial by trial around the event: an image and ticks above a threshold, sorted by condition.",
            List.of(Cuts.NAME),
            List.of(
                    Cuts.UNIT,
                    Cuts.POOL,
                    Cuts.CIRCULAR,
                    Option.of("by", "COLUMN", "", "sorts by this column of the trials, and colours it", Values.TEXT),
                    Option.of("sort", "COLUMN", "", "sorts by this column within a condition", Values.TEXT),
                    Option.of("threshold", "X", "", "a tick above it; mean + 2 deviations if not given", Values.NUMBER),
                    Cuts.WINDOW,
                    Cuts.ALIGN,
                    Cuts.WHERE,
                    Cuts.KEEP),
            "%raster rec --unit L0.mlp.neurons[3] --by cond",
            "Raster raster = Raster.of(Epochs.of(rec, Window.eventLast(-5, 3)), \"L0.mlp.neurons[3]\", \"cond\", \"\","
                    + " OptionalDouble.empty())",
            Raster.class);

    private final Workbench workbench;

    RasterMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return Raster.of(
                Cuts.of(call, session, workbench, true),
                "",
                call.option("by").orElse(""),
                call.option("sort").orElse(""),
                call.number("threshold").map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }
}
