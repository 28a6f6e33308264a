package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.ModuleTree;

/** {@code %modules}. */
final class ModulesMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "modules",
            Kind.LINE,
            "The module tree, as transformers prints it.",
            List.of(Argument.optional(
                    "GLOB",
                    "only modules of this name; * within a part, ** over parts, layers as in a selector",
                    Values.TEXT)),
            List.of(MagicSpec.MODEL),
            "%modules model.layers.0.**",
            "ModuleTree tree = model.modules().filter(\"model.layers.0.**\")",
            ModuleTree.class);

    private final Workbench workbench;

    ModulesMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        ModuleTree tree = workbench.model(call, session).modules();
        return call.argument("GLOB").map(tree::filter).orElse(tree);
    }
}
