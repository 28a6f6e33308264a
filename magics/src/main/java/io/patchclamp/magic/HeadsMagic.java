package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.lens.HeadDetectors;
import io.patchclamp.lens.HeadScores;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %heads}. */
final class HeadsMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "heads",
            Kind.LINE,
            "Finds previous-token, duplicate-token and induction heads: scores on random tokens that come twice.",
            List.of(),
            List.of(
                    Option.of("length", "N", "25", "how many random tokens are repeated", Values.COUNT),
                    Option.of("texts", "N", "8", "over how many texts scores are averaged", Values.COUNT),
                    Option.of("seed", "S", "0", "what makes the texts reproducible", Values.COUNT),
                    MagicSpec.MODEL),
            "%heads",
            "HeadScores scores = HeadDetectors.on(model).run()",
            HeadScores.class);

    private final Workbench workbench;

    HeadsMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return HeadDetectors.on(workbench.model(call, session))
                .texts(
                        call.count("length").orElseThrow(),
                        call.count("texts").orElseThrow(),
                        call.count("seed").orElseThrow())
                .run();
    }
}
