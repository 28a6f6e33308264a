package io.patchclamp.magic;

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
            List.of(
                    Option.of("new", "N", "20", "how many tokens it may add", Values.COUNT),
                    Option.of(
                            "temperature",
                            "T",
                            "0",
                            "0 takes the most probable token, 1 draws as the model has it",
                            Values.NUMBER),
                    Option.of(
                            "top-p",
                            "P",
                            "1",
                            "draws from the most probable tokens that together have P",
                            Values.NUMBER),
                    Option.of("seed", "S", "0", "makes the draw the same again", Values.COUNT),
                    Edits.WITH,
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    MagicSpec.MODEL),
            "%%generate --new 14\nHello, I am your",
            "Generation said = Generator.on(model).newTokens(14).generate(trials)",
            Generation.class);

    private final Workbench workbench;

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
        double temperature = call.number("temperature").orElseThrow();
        double topP = call.number("top-p").orElseThrow();
        if (count < 1) {
            throw new UsageException("--new of %%generate is at least 1, got " + count + ".", "--new 20");
        }
        if (temperature < 0) {
            throw new UsageException(
                    "--temperature of %%generate is 0 or more, got " + temperature + ".",
                    "--temperature 0 for the most probable token, 1 for the model's own distribution");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new UsageException(
                    "--top-p of %%generate is above 0 and at most 1, got " + topP + ".",
                    "--top-p 0.9, or leave it out");
        }
        return Generator.on(model)
                .newTokens(count)
                .temperature(temperature)
                .topP(topP)
                .seed(call.count("seed").orElseThrow())
                .edits(Edits.of(call.values("with"), workbench, model, session))
                .progress(session.progress())
                .generate(Stimuli.of(call, session));
    }
}
