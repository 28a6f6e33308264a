package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.geometry.Decoded;
import io.patchclamp.geometry.Decoder;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %decode}. */
final class DecodeMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "decode",
            Kind.LINE,
            "What can be read from a population, by site or offset: nested cross-validation by groups, shuffled labels, baselines.",
            List.of(Anywhere.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "what is read: a column of the trials", Values.TEXT),
                    Population.GROUP,
                    Anywhere.ITEM,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Anywhere.WINDOW,
                    Cuts.ALIGN,
                    Cuts.KEEP,
                    Cuts.WHERE,
                    Option.of("folds", "K", "5", "how many parts, each left out once", Values.COUNT),
                    Option.of("permutations", "N", "200", "how many times labels are shuffled", Values.COUNT),
                    Option.of(
                            "select",
                            "K",
                            "",
                            "reads from the K units that tell the classes of the training trials apart best",
                            Values.COUNT),
                    Option.flag("raw", "leaves units their size, instead of dividing each by its deviation"),
                    Option.flag("without-nuisance", "takes text length and token position out of the units first"),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%decode rec --by number --group noun",
            "Decoded decoding = Decoder.of(Responses.of(rec), \"number\").group(\"noun\").run()",
            Decoded.class);

    private final Workbench workbench;

    DecodeMagic(Workbench workbench) {
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
        Decoder decoder = population
                .read(r -> Decoder.of(r, column), e -> Decoder.of(e, column))
                .folds(call.count("folds").orElseThrow())
                .permutations(call.count("permutations").orElseThrow())
                .seed(call.count("seed").orElseThrow())
                .scaled(!call.has("raw"))
                .withoutNuisance(call.has("without-nuisance"))
                .progress(session.progress());
        Decoder of = call.option("item").map(decoder::item).orElse(decoder);
        Decoder grouped = call.option("group").map(of::group).orElse(of);
        return call.count("select").map(grouped::select).orElse(grouped).run();
    }
}
