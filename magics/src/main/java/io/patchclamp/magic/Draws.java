package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.generate.Sampling;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** How a magic that generates chooses tokens. */
final class Draws {
    private Draws() {}

    /** The options of every magic that generates. */
    static List<Option> options() {
        return List.of(
                Option.of(
                        "temperature",
                        "T",
                        "0",
                        "0 takes the most probable token, 1 draws as the model has it",
                        Values.NUMBER),
                Option.of("top-k", "K", "0", "draws from the K most probable tokens; 0 for all", Values.COUNT),
                Option.of("top-p", "P", "1", "draws from the most probable tokens that together have P", Values.NUMBER),
                Option.of("seed", "S", "0", "makes the draw the same again", Values.COUNT));
    }

    static Sampling of(MagicCall call) {
        double temperature = call.number("temperature").orElseThrow();
        double topP = call.number("top-p").orElseThrow();
        if (temperature < 0) {
            throw new UsageException(
                    "--temperature of " + call.spec().typed() + " is 0 or more, got " + temperature + ".",
                    "--temperature 0 for the most probable token, 1 for the model's own distribution");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new UsageException(
                    "--top-p of " + call.spec().typed() + " is above 0 and at most 1, got " + topP + ".",
                    "--top-p 0.9, or leave it out");
        }
        return new Sampling(
                temperature,
                call.count("top-k").orElseThrow(),
                topP,
                call.count("seed").orElseThrow());
    }

    static int batch(MagicCall call) {
        int batch = call.count("batch").orElseThrow();
        if (batch < 1) {
            throw new UsageException(
                    "--batch of " + call.spec().typed() + " is at least 1, got " + batch + ".",
                    "--batch 8, or leave it out");
        }
        return batch;
    }

    static final Option BATCH =
            Option.of("batch", "N", "8", "how many trials are read side by side; changes speed only", Values.COUNT);
}
