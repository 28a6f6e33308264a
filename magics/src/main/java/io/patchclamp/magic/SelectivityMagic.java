package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.epoch.Contrast;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Resampling;

/** {@code %selectivity}. */
final class SelectivityMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "selectivity",
            Kind.LINE,
            "Which units tell two conditions apart: d′ and area under the curve of each, corrected over all of them.",
            List.of(Population.NAME),
            List.of(
                    Option.of("by", "COLUMN", "", "the column of the trials that holds the conditions", Values.TEXT),
                    Option.of(
                            "conditions",
                            "A,B",
                            "",
                            "which two of its values, where there are more, and which comes first",
                            Values.TEXT),
                    Population.ITEM,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Option.of(
                            "correction",
                            "max-t|bh",
                            "max-t",
                            "against the largest |t| of all units, or Benjamini-Hochberg on Welch's p",
                            Values.TEXT),
                    Option.of("permutations", "N", "9999", "how often labels are permuted for max-T", Values.COUNT),
                    Population.SEED,
                    Hypotheses.OPTION),
            "%selectivity rec --by number --conditions sg,pl --as sel",
            "Selectivity sel = Selectivity.of(Responses.of(rec)).conditions(\"sg\", \"pl\").by(\"number\")",
            Selectivity.class);

    private final Workbench workbench;

    SelectivityMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Responses responses = Population.of(call, session, workbench);
        Contrast contrast = Selectivity.of(responses)
                .correction(correction(call.option("correction").orElseThrow()))
                .resampling(new Resampling(
                        call.count("permutations").orElseThrow(),
                        call.count("seed").orElseThrow()))
                .progress(session.progress());
        if (call.option("conditions").isPresent()) {
            String[] two = call.option("conditions").get().split(",", -1);
            if (two.length != 2) {
                throw new UsageException(
                        "--conditions takes two, with a comma between: got '"
                                + call.option("conditions").get() + "'.",
                        "--conditions a,b; the first is the one whose larger numbers are positive");
            }
            contrast = contrast.conditions(two[0].strip(), two[1].strip());
        }
        return call.option("item").map(contrast::item).orElse(contrast).by(Population.column(call, responses));
    }

    private static Correction correction(String asked) {
        return asked.equalsIgnoreCase("bh") ? Correction.BENJAMINI_HOCHBERG : Correction.MAX_T;
    }
}
