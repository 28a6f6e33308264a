package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Abstraction;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %ccgp}. */
final class CcgpMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "ccgp",
            Kind.LINE,
            "Whether a variable is abstract: learnt at one value of another column, read at the others, against turned geometries.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "what is read: a column of two values", Values.TEXT),
                    Option.of("across", "COLUMN", "", "what differs between training and test", Values.TEXT),
                    Option.of(
                            "group",
                            "COLUMN",
                            "",
                            "what is never in training and test at once, such as the template",
                            Values.TEXT),
                    Option.of(
                            "item",
                            "COLUMN",
                            "",
                            "what one item is where several trials have one label, such as the word: never in training and"
                                    + " test at once, n counts them",
                            Values.TEXT),
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of(
                            "permutations",
                            "N",
                            "200",
                            "how many times the cells' geometries are turned",
                            Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%ccgp rec --by sentiment --across tense",
            "Abstraction abstraction = Abstraction.of(Responses.of(rec), \"sentiment\", \"tense\", Shuffling.of(200, 0))",
            Abstraction.class);

    private final Workbench workbench;

    CcgpMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Anywhere population = Anywhere.of(call, session, workbench);
        String column = population.column(call);
        String across = call.option("across")
                .orElseThrow(() -> new UsageException(
                        "%ccgp needs the column that differs between training and test.", "--across COLUMN"));
        Shuffling how = Population.shuffling(call, session);
        return population.read(
                r -> Abstraction.of(r, column, across, how), e -> Abstraction.of(e, column, across, how));
    }
}
