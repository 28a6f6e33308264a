package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.LoadOptions;
import io.patchclamp.model.Model;

/** {@code %model}. */
final class ModelMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "model",
            Kind.LINE,
            "Loads a model and makes it the current one; without REF, shows the current one.",
            List.of(Argument.optional(
                    "REF",
                    "smollm2, org/name or org/name/file.gguf on the hub, a folder as transformers saves it, a .gguf file,"
                            + " or phantom:selective, :null, :induction, :modular, with settings as in"
                            + " phantom:selective?seed=3&d=1.5",
                    Values.MODEL)),
            List.of(
                    Option.of("dtype", "TYPE", "f32", "what is computed in; only f32 so far", Values.TEXT),
                    Option.of(
                            "revision",
                            "R",
                            "",
                            "a branch, tag or commit of a model on the hub; else main",
                            Values.TEXT),
                    Option.flag("offline", "takes what was fetched before, and asks nobody")),
            "%model smollm2",
            "Model model = Patchclamp.load(\"smollm2\")",
            Model.class);

    private final Workbench workbench;

    ModelMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String dtype = call.option("dtype").orElse("f32");
        if (!dtype.equals("f32")) {
            throw new UsageException(
                    "Models are computed in f32 only, got --dtype " + dtype + ".",
                    "--dtype f32, or leave it out: weights stored smaller are expanded exactly");
        }
        LoadOptions options = new LoadOptions(call.option("revision"), call.has("offline"));
        return call.argument("REF")
                .map(ref -> workbench.load(ref, options, session))
                .or(workbench::current)
                .orElseThrow(() -> new UsageException("%model: no model is loaded.", SPEC.example()));
    }
}
