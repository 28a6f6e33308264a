package io.patchclamp.kernel;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.session.Outcome;
import io.patchclamp.kernel.session.Piece;

/**
 * What a cell declares further below. In a file the order of methods and classes does not matter, so it does not here: what a
 * snippet needs is declared before its turn.
 */
final class Ahead {
    private final JavaSession java;
    private final List<Step> below;
    private final Set<Step> declared;

    /** {@code declared} is told which steps are done before their turn. */
    Ahead(JavaSession java, List<Step> below, Set<Step> declared) {
        this.java = java;
        this.below = below;
        this.declared = declared;
    }

    /** Before something runs that may call a method whose own needs stand below. */
    void before(Piece piece) {
        boolean any = below.stream().anyMatch(step -> step instanceof Step.Java && !declared.contains(step));
        if (any && !java.isDeclaration(piece) && !java.waiting().isEmpty()) {
            declare();
        }
    }

    /** What comes of a snippet, tried again if it was refused for want of a name that stands below. */
    Outcome instead(Outcome outcome, Supplier<Outcome> again) {
        boolean unknown = outcome instanceof Outcome.Rejected rejected
                && rejected.problems().stream().anyMatch(p -> p.message().contains("cannot find"));
        return unknown && declare() ? again.get() : outcome;
    }

    private boolean declare() {
        boolean any = false;
        for (Step step : below) {
            if (step instanceof Step.Java snippet && !declared.contains(step) && java.isDeclaration(snippet.piece())) {
                boolean done = !(java.run(snippet.piece(), snippet.place()) instanceof Outcome.Rejected);
                if (done) {
                    declared.add(step);
                }
                any |= done;
            }
        }
        return any;
    }
}
