package io.patchclamp.kernel.everyday;

import java.util.List;

import io.patchclamp.magic.Magic;
import io.patchclamp.magic.MagicCall;
import io.patchclamp.magic.MagicSpec;
import io.patchclamp.magic.Session;
import io.patchclamp.view.Views;

/** Lists the types that the user said something about, and how more is said. */
final class RenderersMagic implements Magic {
    @Override
    public MagicSpec spec() {
        return new MagicSpec(
                "renderers",
                MagicSpec.Kind.LINE,
                "Lists whose values are shown in your own way; renderer(TYPE.class, value -> …) adds one.",
                List.of(),
                List.of(),
                "%renderers",
                "renderer(Thread.class, t -> html(\"<b>\" + escaped(t.getName()) + \"</b>\"));",
                RendererTypes.class);
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return new RendererTypes(Views.registered().stream().map(Views::nameOf).toList());
    }
}
