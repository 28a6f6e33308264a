package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Responses;
import io.patchclamp.geometry.UnitCorrelations;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %correlations}. */
final class CorrelationsMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "correlations",
            Kind.LINE,
            "Which units go together: over the means of conditions (signal), and over items within one (noise).",
            List.of(Population.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "the column of the trials that holds the conditions", Values.TEXT),
                    Option.of(
                            "group",
                            "COLUMN",
                            "",
                            "within what labels are shuffled, such as the template; where it has one label it moves as a"
                                    + " whole; if not given, prompts that are nearly the same",
                            Values.TEXT),
                    Option.of(
                            "item",
                            "COLUMN",
                            "",
                            "what one item is where several trials have one label, such as the word: shuffled together, n"
                                    + " counts them; if not given, trials with one word for an event",
                            Values.TEXT),
                    Option.of(
                            "at",
                            "SEL",
                            "",
                            "only these of the recorded sites and units, or @NAME of what %localize found",
                            Values.SELECTOR),
                    Cuts.CIRCULAR,
                    Option.of("permutations", "N", "999", "how often the labels of items are shuffled", Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%correlations rec --by cond --at L0.mlp.neurons[0..9]",
            "UnitCorrelations pairs = UnitCorrelations.of(Responses.of(rec), \"cond\", Shuffling.of(999, 0))",
            UnitCorrelations.class);

    private final Workbench workbench;

    CorrelationsMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Responses responses = Population.of(call, session, workbench);
        return UnitCorrelations.of(responses, Population.column(call, responses), Population.shuffling(call, session));
    }
}
