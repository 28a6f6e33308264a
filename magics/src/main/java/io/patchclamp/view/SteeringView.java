package io.patchclamp.view;

import java.util.ArrayList;
import java.util.List;

import io.patchclamp.stats.PValue;
import io.patchclamp.steer.SteeringVector;

/** A direction: how it was learnt, and how it does on what it has not seen, beside random directions. */
final class SteeringView {
    private static final int FEW = 20;

    private SteeringView() {}

    static Part of(SteeringVector steering) {
        SteeringVector.Tried tried = steering.trial();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.heading(
                "Direction from " + steering.from() + " to " + steering.towards() + " at " + steering.site()));
        parts.add(Part.facts(
                "method",
                steering.method() == SteeringVector.Method.MEAN ? "difference of means" : "first principal component",
                "numbers",
                Quantity.count(steering.vector().size()),
                "norm",
                Quantity.real(steering.norm()),
                "learnt from",
                Quantity.count(steering.learnt(), "trial"),
                "tried on",
                Quantity.count(tried.trials(), "other trial") + ", .rest() has them",
                "on their own side",
                Quantity.probability(tried.accuracy()),
                "separation",
                Quantity.real(tried.separation()) + " pooled standard deviations",
                "random directions",
                Quantity.probability(tried.randomMean()) + " on their own side, mean of "
                        + Quantity.count(tried.random()) + "; as good or better: "
                        + Quantity.count(Math.round(tried.randomAsGood() * tried.random())) + ", "
                        + PValue.words(steering.p())));
        if (tried.trials() < FEW) {
            parts.add(Part.note(
                    "Few trials were tried: " + tried.trials() + ". A share of them says little about others."));
        }
        parts.add(BasisView.of(steering.basis()));
        parts.add(ProvenanceView.folded(steering.provenance()));
        return Part.stack(parts);
    }
}
