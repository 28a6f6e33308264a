package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.generate.Generation;
import io.patchclamp.generate.Generator;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;

/** {@code %%generate}. */
final class GenerateMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "generate",
            Kind.EITHER,
            "What the model says to each prompt, with every token's probability.",
            List.of(),
            options(),
            "%%generate --new 14\nHello, I am your",
            "Generation said = Generator.on(model).newTokens(14).generate(trials)",
            Generation.class);

    private final Workbench workbench;

    private static List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.of("new", "N", "20", "how many tokens it may add", Values.COUNT));
        options.addAll(Draws.options());
        options.addAll(List.of(Draws.BATCH, Edits.WITH, Stimuli.TRIALS, Stimuli.FILE, Stimuli.CHAT, MagicSpec.MODEL));
        return List.copyOf(options);
    }

    GenerateMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        int count = call.count("new").orElseThrow();
        if (count < 1) {
            throw new UsageException("--new of %%generate is at least 1, got " + count + ".", "--new 20");
        }
        return Generator.on(model)
                .newTokens(count)
                .sampling(Draws.of(call))
                .batch(Draws.batch(call))
                .edits(Edits.of(call.values("with"), workbench, model, session))
                .progress(session.progress())
                .generate(Stimuli.of(call, session, model));
    }
}
