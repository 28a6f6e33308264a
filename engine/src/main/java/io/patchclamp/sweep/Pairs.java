package io.patchclamp.sweep;

import java.util.List;
import java.util.stream.Collectors;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import io.patchclamp.trial.Trials;

/** Pairs of a clean and a corrupt text, which can be laid on each other token by token. */
final class Pairs {
    private Pairs() {}

    /** The clean texts of trials whose prompts are the corrupt ones. */
    static Trials clean(Trials trials) {
        return new Trials(trials.items().stream()
                .map(item -> {
                    String text = item.columns().entrySet().stream()
                            .filter(e -> e.getKey().equalsIgnoreCase("clean"))
                            .findFirst()
                            .orElseThrow(() -> new PatchclampException(
                                    "'" + item.prompt() + "' has no clean text to be patched from.",
                                    "a table with the columns clean | corrupt, and what the metric names"))
                            .getValue();
                    return new Trials.Item(text, item.columns(), item.event(), item.whole());
                })
                .toList());
    }

    /** Refuses pairs of unequally many tokens. */
    static void check(List<Tokens> corrupt, List<Tokens> clean) {
        for (int i = 0; i < corrupt.size(); i++) {
            if (corrupt.get(i).count() != clean.get(i).count()) {
                throw new PatchclampException(
                        "Pair " + (i + 1) + " cannot be laid on each other: the clean text has "
                                + clean.get(i).count() + " tokens (" + shown(clean.get(i)) + "), the corrupt one "
                                + corrupt.get(i).count() + " (" + shown(corrupt.get(i)) + ").",
                        "two texts that differ in words of equally many tokens; %tokenize shows them");
            }
        }
    }

    private static String shown(Tokens tokens) {
        return tokens.visible().stream().limit(24).collect(Collectors.joining("|"));
    }
}
