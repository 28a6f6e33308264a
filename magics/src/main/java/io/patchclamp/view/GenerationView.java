package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.patchclamp.generate.Candidate;
import io.patchclamp.generate.GeneratedToken;
import io.patchclamp.generate.GeneratedTrial;
import io.patchclamp.generate.Generation;

/** What the model said, each token as strongly coloured as it was probable. */
final class GenerationView {
    private GenerationView() {}

    static Part of(Generation generation) {
        List<Part> parts = new ArrayList<>(ReceiptsView.warnings(generation.receipts()));
        for (int i = 0; i < generation.trials().size(); i++) {
            parts.add(trial(generation.trials().get(i), i, generation.trials().size()));
        }
        parts.add(Part.note("Under each new token its probability; point at it for the five most probable ones."));
        parts.addAll(ReceiptsView.table(generation.receipts()));
        parts.add(ProvenanceView.folded(generation.provenance()));
        return Part.stack(parts);
    }

    private static Part trial(GeneratedTrial trial, int index, int count) {
        List<Part.Chip> chips = new ArrayList<>();
        for (int i = 0; i < trial.prompt().count(); i++) {
            chips.add(new Part.Chip(trial.prompt().visible().get(i), "", "prompt, position " + i, 0));
        }
        trial.tokens().forEach(token -> chips.add(chip(token)));
        String conditions = trial.item().columns().entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining(", "));
        String title = count == 1 && conditions.isEmpty()
                ? ""
                : "trial " + index + (conditions.isEmpty() ? "" : " (" + conditions + ")");
        List<Part> parts = new ArrayList<>();
        if (!title.isEmpty()) {
            parts.add(Part.note(title));
        }
        parts.add(new Part.Strip(chips));
        parts.add(Part.paragraph(trial.item().prompt() + trial.text()));
        parts.add(Part.note(Quantity.count(trial.tokens().size(), "new token") + ", "
                + Quantity.count(trial.forwardPasses(), "forward pass").replace("passs", "passes")
                + (trial.ended() ? "; the model ended the text itself" : "")));
        return Part.stack(parts);
    }

    private static Part.Chip chip(GeneratedToken token) {
        double p = Math.min(1, Math.exp(token.logprob()));
        String hover = "p " + Quantity.probability(p) + ", logprob " + Quantity.real(token.logprob()) + " nats, id "
                + token.id() + "\n" + candidates(token.top());
        return new Part.Chip(token.visible(), Quantity.probability(p), hover, Double.isNaN(p) ? 0 : p);
    }

    /** One candidate a line, best first. */
    static String candidates(List<Candidate> candidates) {
        return candidates.stream()
                .map(c -> Quantity.probability(c.probability()) + " " + c.visible())
                .collect(Collectors.joining("\n"));
    }
}
