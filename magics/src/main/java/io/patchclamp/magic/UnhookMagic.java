package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %unhook}. */
final class UnhookMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "unhook",
            Kind.LINE,
            "Forgets a named electrode; shows those that are left.",
            List.of(Argument.word("NAME", "a hook", Values.HOOK)),
            List.of(),
            "%unhook last",
            "",
            Hooks.class);

    private final Workbench workbench;

    UnhookMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String name = call.argument("NAME").orElseThrow().replaceFirst("^@", "");
        if (workbench.hooks().remove(name) == null) {
            String near = Nearest.to(name, workbench.hooks().keySet())
                    .map(n -> "%unhook " + n + "; ")
                    .orElse("");
            throw new UsageException("There is no hook '@" + name + "'.", near + "%hooks lists all");
        }
        workbench.wheres().remove(name);
        return Hooks.of(workbench);
    }
}
