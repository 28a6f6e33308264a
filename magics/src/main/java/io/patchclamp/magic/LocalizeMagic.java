package io.patchclamp.magic;

import java.util.Arrays;
import java.util.List;

import io.patchclamp.lesion.Localization;
import io.patchclamp.lesion.Localizer;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;

/** {@code %localize}. */
final class LocalizeMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "localize",
            Kind.LINE,
            "Finds the units that respond more to one condition, on half of the stimuli; the other half says how reliably.",
            List.of(Population.NAME),
            List.of(
                    Option.of("by", "COLUMN", "condition", "the column with the conditions", Values.TEXT),
                    Option.of(
                            "contrast",
                            "A,B",
                            "",
                            "units that respond more to A than to B; as met first if not given",
                            Values.TEXT),
                    Population.ITEM,
                    Population.AT,
                    Cuts.CIRCULAR,
                    Option.of(
                            "split",
                            "COLUMN,…",
                            "",
                            "trials that share a value of one of these stay in one half, such as template; by --item, or likeness of"
                                    + " the prompts if not given",
                            Values.TEXT),
                    Option.of(
                            "top",
                            "UNITS",
                            "1%",
                            "how many units, such as 460, or which share of all, such as 1%",
                            Values.TEXT),
                    Option.of("permutations", "B", "999", "for the p corrected by max-T", Values.COUNT),
                    Option.of("seed", "S", "1", "of the split and the permutations", Values.COUNT),
                    Hypotheses.OPTION),
            "%localize rec --by condition --split template --top 1% --as loc",
            "Localization loc = Localizer.on(Responses.of(rec)).split(List.of(\"template\"), 0.5).top(0.01).find()",
            Localization.class);

    private final Workbench workbench;

    LocalizeMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Localizer localizer = Localizer.on(Population.of(call, session, workbench))
                .by(call.option("by").orElseThrow())
                .seed(
                        call.count("seed").orElseThrow(),
                        call.count("permutations").orElseThrow())
                .progress(session.progress());
        if (call.option("contrast").isPresent()) {
            List<String> sides = list(call.option("contrast").get());
            if (sides.size() != 2) {
                throw new UsageException(
                        "--contrast of %localize is '" + call.option("contrast").get() + "'.",
                        "two conditions with a comma between them, such as sentence,nonwords");
            }
            localizer = localizer.contrast(sides.get(0), sides.get(1));
        }
        if (call.option("split").isPresent()) {
            localizer = localizer.split(list(call.option("split").get()), 0.5);
        }
        if (call.option("item").isPresent()) {
            localizer = localizer.item(call.option("item").get());
        }
        return top(localizer, call.option("top").orElseThrow()).find();
    }

    private static Localizer top(Localizer localizer, String typed) {
        try {
            return typed.endsWith("%")
                    ? localizer.top(Double.parseDouble(typed.substring(0, typed.length() - 1)) / 100)
                    : localizer.top(Integer.parseInt(typed));
        } catch (NumberFormatException e) {
            throw new UsageException("--top of %localize is '" + typed + "'.", "1% or 460");
        }
    }

    private static List<String> list(String typed) {
        return Arrays.stream(typed.split(",")).map(String::strip).toList();
    }
}
