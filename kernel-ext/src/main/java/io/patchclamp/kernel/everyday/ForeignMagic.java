package io.patchclamp.kernel.everyday;

import java.util.List;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;

/** A magic of a user's own, as a line, as a cell or both; its line is taken apart into words, and they are its own affair. */
final class ForeignMagic implements Magic {
    private final String name;
    private LineMagicFunction<?> line;
    private CellMagicFunction<?> cell;

    ForeignMagic(String name) {
        this.name = name;
    }

    void line(LineMagicFunction<?> function) {
        line = function;
    }

    void cell(CellMagicFunction<?> function) {
        cell = function;
    }

    @Override
    public MagicSpec spec() {
        MagicSpec.Kind kind =
                cell == null ? MagicSpec.Kind.LINE : line == null ? MagicSpec.Kind.CELL : MagicSpec.Kind.EITHER;
        String sign = kind == MagicSpec.Kind.LINE ? "%" : "%%";
        return new MagicSpec(
                name,
                kind,
                "A magic of this notebook's own.",
                List.of(new MagicSpec.Argument(
                        "ARGUMENTS", "its own affair", false, MagicSpec.Extent.LINE, MagicSpec.Values.PATH)),
                List.of(),
                sign + name,
                "",
                Object.class);
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        List<String> words = call.split("ARGUMENTS");
        return call.body().isPresent() ? cell.execute(words, call.body().get()) : line.execute(words);
    }
}
