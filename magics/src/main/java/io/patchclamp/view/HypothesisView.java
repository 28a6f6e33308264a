package io.patchclamp.view;

import java.util.List;

import io.patchclamp.stats.Hypothesis;
import io.patchclamp.stats.Tail;

/** What was expected, and that it was said before. */
final class HypothesisView {
    private HypothesisView() {}

    static Part of(Hypothesis hypothesis) {
        String direction =
                switch (hypothesis.direction()) {
                    case TWO_SIDED -> "none stated: p are two-sided";
                    case LESS -> "less";
                    case GREATER -> "greater";
                };
        return Part.stack(List.of(
                Part.heading("Hypothesis " + hypothesis.name()),
                Part.paragraph(hypothesis.statement()),
                Part.facts(
                        "metric",
                        hypothesis.metric(),
                        "direction",
                        direction,
                        "alpha",
                        Quantity.real(hypothesis.alpha()),
                        "family",
                        Quantity.count(hypothesis.family(), "question"),
                        "items planned",
                        hypothesis.items().isPresent()
                                ? Quantity.count(hypothesis.items().getAsInt())
                                : "not said"),
                Part.note("registered before what names it with --hypothesis " + hypothesis.name()
                        + (hypothesis.direction() == Tail.TWO_SIDED ? "" : ", which then gives one-sided p"))));
    }
}
