package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Kind;

/** {@code %lsmagic}. */
final class LsmagicMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "lsmagic", Kind.LINE, "All magics, one line each.", List.of(), List.of(), "%lsmagic", "", MagicList.class);

    private final Magics magics;

    LsmagicMagic(Magics magics) {
        this.magics = magics;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return new MagicList(magics.specs());
    }
}
