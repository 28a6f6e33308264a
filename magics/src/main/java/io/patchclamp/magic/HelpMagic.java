package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %help}. */
final class HelpMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "help",
            Kind.LINE,
            "How a magic is used: synopsis, options with defaults, an example that runs, the Java line it stands for.",
            List.of(Argument.optional("NAME", "a magic; all of them if not given", Values.MAGIC)),
            List.of(),
            "%help record",
            "",
            Object.class);

    private final Magics magics;

    HelpMagic(Magics magics) {
        this.magics = magics;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Optional<String> name = call.argument("NAME").map(Magics::bare);
        if (name.isEmpty()) {
            return new MagicList(magics.specs());
        }
        return new Help(magics.spec(name.get()).orElseThrow(() -> magics.unknown(name.get())));
    }
}
