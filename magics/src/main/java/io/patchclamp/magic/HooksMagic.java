package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Kind;

/** {@code %hooks}. */
final class HooksMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "hooks",
            Kind.LINE,
            "The named electrodes there are.",
            List.of(),
            List.of(),
            "%hooks",
            "Map<String, String> hooks = Map.of(\"last\", \"L-1.mlp.out\")",
            Hooks.class);

    private final Workbench workbench;

    HooksMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return Hooks.of(workbench);
    }
}
