package io.patchclamp.kernel.everyday;

import java.util.List;
import java.util.function.Supplier;

import io.patchclamp.kernel.display.Values;
import io.patchclamp.kernel.session.Declared;
import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;

/** Lists what was declared. */
final class WhoMagic implements Magic {
    private static final int SHOWN = 60;
    private static final int TYPE = 50;

    private final Supplier<List<Declared>> declared;

    WhoMagic(Supplier<List<Declared>> declared) {
        this.declared = declared;
    }

    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                "who",
                MagicSpec.Kind.LINE,
                "Lists the variables, methods and classes of the notebook.",
                List.of(),
                List.of(),
                "%who",
                "",
                Names.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return new Names(declared.get().stream()
                .map(d -> new Names.Name(
                        d.name(),
                        d.kind(),
                        shortened(d.type(), TYPE),
                        d.kind().equals("variable") ? value(d.name(), session) : ""))
                .toList());
    }

    private static String value(String name, Session session) {
        String text = session.variable(name)
                .map(value -> String.valueOf(Values.bundle(value).data().get("text/plain")))
                .orElse("null")
                .replaceAll("\\s+", " ");
        return shortened(text, SHOWN);
    }

    private static String shortened(String text, int most) {
        int end = text.offsetByCodePoints(0, Math.min(most, text.codePointCount(0, text.length())));
        return end < text.length() ? text.substring(0, end) + "…" : text;
    }
}
