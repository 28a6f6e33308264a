package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.patchclamp.stats.Preregistration;
import io.patchclamp.stats.Tail;
import io.patchclamp.sweep.InjectEffect;
import io.patchclamp.trial.Reuse;

/** What an injection changed, trial by trial, and beside it what random vectors do, what nothing does, and neutral text. */
final class InjectEffectView {
    private InjectEffectView() {}

    static Part of(InjectEffect effect) {
        List<Part> parts = new ArrayList<>();
        if (effect.circular()) {
            parts.add(Part.heading(Reuse.STAMP));
        }
        parts.addAll(ClampEffectView.parts(effect.effect()));
        effect.notes().forEach(n -> parts.add(Part.note("Warning: " + n)));
        parts.add(Part.heading("controls"));
        parts.add(Part.facts(facts(effect).toArray(String[]::new)));
        effect.rank().ifPresent(rank -> {
            effect.expected()
                    .ifPresent(h -> parts.add(Part.paragraph("The hypothesis is "
                            + h.verdict(rank.p(), effect.random().size()) + " (" + rank.name() + ")")));
            Views.parts(rank).ifPresent(parts::add);
        });
        effect.items().flatMap(Views::parts).ifPresent(parts::add);
        parts.add(ProvenanceView.folded(effect.provenance()));
        return Part.stack(parts);
    }

    private static List<String> facts(InjectEffect effect) {
        List<String> facts = new ArrayList<>();
        int trials = effect.rows().size();
        double limit = effect.random().stream().mapToDouble(Math::abs).max().orElse(0);
        limit = Math.max(limit, Math.abs(effect.meanEffect()));
        if (!effect.random().isEmpty()) {
            facts.add("random vectors");
            facts.add(effect.random().size() + " as long, mean effects "
                    + Quantity.among(
                            effect.random().stream().mapToDouble(r -> r).min().orElseThrow(), limit) + " to "
                    + Quantity.among(
                            effect.random().stream().mapToDouble(r -> r).max().orElseThrow(), limit)
                    + "; this one " + Quantity.among(effect.meanEffect(), limit));
        }
        OptionalInt unchanged = effect.unchangedAtZero();
        if (unchanged.isPresent()) {
            facts.add("none of it");
            facts.add(unchanged.getAsInt() + " of " + trials + " trials are unchanged, to the bit");
        }
        if (!effect.loss().isEmpty()) {
            facts.add("perplexity of neutral text");
            facts.add(Quantity.real(Math.exp(effect.loss().get(0))) + " without, "
                    + Quantity.real(Math.exp(effect.loss().get(1))) + " with it at every token");
        }
        boolean registered = effect.expected().map(Preregistration::tail).orElse(Tail.TWO_SIDED) != Tail.TWO_SIDED;
        facts.add("moved the wrong way");
        facts.add(Quantity.count(Math.round(100 * effect.wrongWay())) + " % of trials, against "
                + (registered ? "the registered direction" : "the mean effect"));
        return facts;
    }
}
