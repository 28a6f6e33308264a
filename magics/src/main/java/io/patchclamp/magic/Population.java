package io.patchclamp.magic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.patchclamp.epoch.Responses;
import io.patchclamp.geometry.Shuffling;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;

/** The responses a magic looks at, of all sites or of some. */
final class Population {
    static final Argument NAME = Argument.word(
            "NAME", "a Java variable that holds a recording with one token a trial, or responses", Values.VARIABLE);
    static final Option AT = Option.of("at", "SEL", "", "only these of the recorded sites and units", Values.SELECTOR);
    static final Option SEED = Option.of("seed", "S", "0", "what folds and shuffles are drawn from", Values.COUNT);
    static final Option GROUP = Option.of(
            "group",
            "COLUMN",
            "",
            "what stays in one fold, such as the template or the word; if not given, prompts that are nearly the same",
            Values.TEXT);

    static final Option ITEM = Option.of(
            "item",
            "COLUMN",
            "",
            "what one item is where it has several trials, such as the word: they are averaged, and n counts items",
            Values.TEXT);

    private Population() {}

    static Responses of(MagicCall call, Session session, Workbench workbench) {
        Responses all = pooled(Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Responses.class)));
        if (call.option("at").isEmpty()) {
            return Found.heeded(call, session, all);
        }
        List<Integer> chosen = UnitChoice.of(call.option("at").get(), Cuts.sites(all.units()), session, workbench)
                .among(all.units());
        Set<String> sites = new LinkedHashSet<>();
        chosen.forEach(u -> sites.add(all.units().get(u).site().name()));
        Responses whole = all.sites(sites);
        return Found.heeded(call, session, whole.units().size() == chosen.size() ? whole : all.units(chosen));
    }

    /** Whether a value has one number a trial and unit already. */
    static boolean isPooled(Object value) {
        return value instanceof Responses
                || value instanceof Recording recording && !recording.pool().equals("none");
    }

    /** Responses as they are, or those of a recording with one token a trial. */
    static Responses pooled(Object value) {
        return value instanceof Recording recording ? Responses.of(recording) : (Responses) value;
    }

    /** What {@code --permutations}, {@code --seed}, {@code --group} and {@code --item} say. */
    static Shuffling shuffling(MagicCall call, Session session) {
        return new Shuffling(
                call.count("permutations").orElseThrow(),
                call.count("seed").orElseThrow(),
                call.option("group"),
                call.option("item"),
                session.progress());
    }

    static String column(MagicCall call, Responses responses) {
        return column(call, responses.trials());
    }

    /** The column that a magic cannot do without. */
    static String column(MagicCall call, Trials trials) {
        return call.option("by")
                .orElseThrow(() -> new UsageException(
                        call.spec().typed() + " needs the column that says what each trial is.",
                        trials.columns().isEmpty()
                                ? "trials with a header, such as prompt | condition"
                                : "--by " + String.join(", or --by ", trials.columns())));
    }
}
