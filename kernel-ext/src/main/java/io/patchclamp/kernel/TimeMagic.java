package io.patchclamp.kernel;

import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;

/** How long Java takes. The cell is taken apart around it, so that it runs like any other code; this is its spec. */
final class TimeMagic implements Magic {
    static final String NAME = "time";

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                NAME,
                MagicSpec.Kind.EITHER,
                "Runs the Java or the magic behind it, as %%time the whole cell, and says how long it took.",
                List.of(new MagicSpec.Argument(
                        "CODE", "what to run", true, MagicSpec.Extent.REST, MagicSpec.Values.TEXT)),
                List.of(),
                "%time java.util.stream.LongStream.range(0, 1_000_000).sum()",
                "long began = System.nanoTime();",
                Object.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        throw new PatchclampException(
                "%time stands where a value is used.", "%time on a line of its own: its value is shown, not bound");
    }
}
