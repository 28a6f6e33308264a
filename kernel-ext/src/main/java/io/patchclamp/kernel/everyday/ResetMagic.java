package io.patchclamp.kernel.everyday;

import java.util.List;
import java.util.function.IntSupplier;

import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;

/** Forgets what was declared. */
final class ResetMagic implements Magic {
    private final IntSupplier forget;

    ResetMagic(IntSupplier forget) {
        this.forget = forget;
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                "reset",
                MagicSpec.Kind.LINE,
                "Forgets all variables, methods, classes and imports; models, hooks and libraries stay.",
                List.of(),
                List.of(),
                "%reset",
                "",
                Forgotten.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return new Forgotten(forget.getAsInt());
    }
}
