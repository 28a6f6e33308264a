package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Alike;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %alike}. */
final class AlikeMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "alike",
            Kind.LINE,
            "How alike sites or offsets are in what they hold of the same trials: linear centred kernel alignment, without its bias.",
            List.of(Anywhere.NAME),
            List.of(
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of(
                            "permutations", "N", "200", "how many times trials are put in another order", Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%alike rec --at L*.resid_post",
            "Alike alike = Alike.of(Responses.of(rec), Shuffling.of(200, 0))",
            Alike.class);

    private final Workbench workbench;

    AlikeMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Anywhere population = Anywhere.of(call, session, workbench);
        int orders = call.count("permutations").orElseThrow();
        int seed = call.count("seed").orElseThrow();
        return population.read(
                r -> Alike.of(r, Shuffling.of(orders, seed).progress(session.progress())),
                e -> Alike.of(e, Shuffling.of(orders, seed).progress(session.progress())));
    }
}
