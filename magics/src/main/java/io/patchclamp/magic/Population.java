package io.patchclamp.magic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.fault.SelectorException;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Electrode;
import io.patchclamp.model.Site;
import io.patchclamp.record.Recording;

/** The responses a magic looks at, of all sites or of some. */
final class Population {
    static final Argument NAME = Argument.word(
            "NAME", "a Java variable that holds a recording with one token a trial, or responses", Values.VARIABLE);
    static final Option AT = Option.of("at", "SEL", "", "only these of the recorded sites", Values.SELECTOR);
    static final Option SEED = Option.of("seed", "S", "0", "what folds and shuffles are drawn from", Values.COUNT);
    static final Option GROUP = Option.of(
            "group",
            "COLUMN",
            "",
            "what stays in one fold, such as the template or the word; if not given, prompts that are nearly the same",
            Values.TEXT);

    private Population() {}

    static Responses of(MagicCall call, Session session, Workbench workbench) {
        Object value = Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Responses.class));
        Responses all = value instanceof Recording recording ? Responses.of(recording) : (Responses) value;
        return call.option("at").map(at -> some(all, at, workbench)).orElse(all);
    }

    private static Responses some(Responses all, String at, Workbench workbench) {
        Set<String> names = new LinkedHashSet<>();
        all.units().forEach(u -> names.add(u.site().name()));
        List<Electrode> electrodes = List.of();
        if (!names.contains(at) && workbench.current().isPresent()) {
            try {
                electrodes = workbench.select(at, workbench.current().get()).electrodes();
            } catch (SelectorException e) {
                electrodes = List.of();
            }
        }
        List<Electrode> places = electrodes;
        Set<String> kept = new LinkedHashSet<>();
        all.units().stream()
                .map(Unit::site)
                .filter(site -> site.name().equals(at) || places.stream().anyMatch(e -> same(e.site(), site)))
                .forEach(site -> kept.add(site.name()));
        if (kept.isEmpty()) {
            throw new UsageException(
                    "Nothing was recorded at '" + at + "'.",
                    Nearest.to(at, List.copyOf(names))
                                    .map(n -> "--at " + n + "; ")
                                    .orElse("") + "there are " + names);
        }
        return all.sites(kept);
    }

    private static boolean same(Site a, Site b) {
        return a.point() == b.point() && a.layer() == b.layer();
    }

    /** The column that a magic cannot do without. */
    static String column(MagicCall call, Responses responses) {
        return call.option("by")
                .orElseThrow(() -> new UsageException(
                        call.spec().typed() + " needs the column that says what each trial is.",
                        responses.trials().columns().isEmpty()
                                ? "trials with a header, such as prompt | condition"
                                : "--by "
                                        + String.join(
                                                ", or --by ", responses.trials().columns())));
    }
}
