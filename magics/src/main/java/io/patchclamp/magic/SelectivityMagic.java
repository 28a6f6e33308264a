package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.patchclamp.epoch.Contrast;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Selectivity;
import io.patchclamp.epoch.Unit;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Selection;
import io.patchclamp.model.Site;
import io.patchclamp.stats.Correction;
import io.patchclamp.stats.Resampling;
import io.patchclamp.trial.Ledger;

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
        Selectivity found = contrast.by(Population.column(call, responses));
        chosen(found, responses);
        return found;
    }

    /** What is printed by name is there to be typed: it was chosen by these trials, unless hardly anything else was there. */
    private static void chosen(Selectivity found, Responses responses) {
        if (found.units().size() < 2 * Selectivity.NAMED) {
            return;
        }
        Map<Site, List<Integer>> units = new LinkedHashMap<>();
        for (int u : found.top(Selectivity.NAMED)) {
            Unit unit = found.units().get(u);
            if (unit.pool().isEmpty()) {
                int inner = unit.site().width() / unit.site().units();
                units.computeIfAbsent(unit.site(), s -> new ArrayList<>()).add(unit.index() / inner);
            }
        }
        List<Electrode> electrodes = units.entrySet().stream()
                .map(e -> new Electrode(
                        e.getKey(), e.getValue().stream().distinct().sorted().toList(), Electrode.Polarity.BOTH))
                .toList();
        if (!electrodes.isEmpty()) { // pools have no selector
            Ledger.chosen(
                    responses.provenance(),
                    new Selection(found.first() + " against " + found.second(), electrodes),
                    found.units().size(),
                    responses.trials().items());
        }
    }

    private static Correction correction(String asked) {
        return asked.equalsIgnoreCase("bh") ? Correction.BENJAMINI_HOCHBERG : Correction.MAX_T;
    }
}
