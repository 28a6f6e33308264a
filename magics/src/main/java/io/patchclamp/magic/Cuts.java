package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.epoch.Anchor;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.epoch.UnitPool;
import io.patchclamp.epoch.Window;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Site;
import io.patchclamp.provenance.Provenance;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.trial.Reuse;
import io.patchclamp.trial.Trials;

/** Epochs as a user asks a magic for them: a variable that holds some, or a recording and a window. */
final class Cuts {
    static final Argument NAME =
            Argument.word("NAME", "a Java variable that holds a recording of tokens, or epochs", Values.VARIABLE);
    static final Option UNIT = Option.of(
            "unit",
            "SEL",
            "",
            "which unit, such as L5.mlp.neurons[3]; several, by any selector or @NAME of what %localize found, are pooled",
            Values.SELECTOR);
    static final Option POOL = Option.of(
            "pool",
            "mean|rms",
            "mean",
            "what several units are together: their mean, or how much goes on",
            Values.TEXT);
    static final Option CIRCULAR =
            Option.flag("circular", "allows stimuli that the units were found by; stamped on the result");
    static final Option WINDOW = Option.of(
            "window", "a..b", "-5..3", "which offsets from the event, before (negative) and after", Values.TEXT);
    static final Option ALIGN = Option.of(
            "align",
            "first|last|end",
            "last",
            "what offset 0 is: the event's first or last token, or the prompt's last",
            Values.TEXT);
    static final Option WHERE = Option.of(
            "where", "EXPRESSION", "", "only trials that meet it: \"cond == 'city' and len < 8\"", Values.TEXT);
    static final Option KEEP =
            Option.flag("keep-all", "keeps position 0, special and template tokens, which are left out otherwise");

    static final Argument ANY =
            Argument.word("NAME", "a Java variable that holds a recording, epochs, or responses", Values.VARIABLE);
    static final Option OFFSET =
            Option.of("offset", "i", "0", "at which offset from the event; pooled recordings have none", Values.NUMBER);

    private Cuts() {}

    /** Of all units, or of the one asked for, which several may be pooled to; trials that meet {@code --where}. */
    static Epochs of(MagicCall call, Session session, Workbench workbench, boolean oneUnit) {
        Epochs cut = cut(call, session, workbench, oneUnit ? "unit" : "at");
        Epochs epochs =
                Found.heeded(call, session, call.option("where").map(cut::where).orElse(cut));
        if (!oneUnit) {
            return epochs;
        }
        requireOne(call, epochs.units());
        String name = poolName(call, epochs.provenance(), epochs.units());
        return name.isEmpty() ? epochs : epochs.pooled(pool(call), name);
    }

    /** What a pool is called; empty where there is one unit, and none has to be made. */
    private static String poolName(MagicCall call, Provenance made, List<Unit> units) {
        String typed = call.option("unit").orElse("");
        boolean circular = made.details().containsKey(Reuse.STAMP);
        if (circular && typed.startsWith("@")) {
            return typed + "; CIRCULAR: shown on stimuli they were chosen by";
        }
        return units.size() == 1 ? "" : typed;
    }

    /** Of all units that {@code --at} names, all trials. */
    static Epochs of(MagicCall call, Session session, Workbench workbench) {
        return Found.heeded(call, session, cut(call, session, workbench, "at"));
    }

    private static Epochs cut(MagicCall call, Session session, Workbench workbench, String option) {
        Object value =
                Variables.needAny(session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class));
        return value instanceof Recording recording
                ? cut(call, session, workbench, recording, option)
                : some(call, session, workbench, given(call, (Epochs) value), option);
    }

    /** One number a trial and unit: as they are, as they were pooled, or at an offset from the event. */
    static Responses responses(MagicCall call, Session session, Workbench workbench, boolean oneUnit) {
        Object value = Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class, Responses.class));
        if (!Population.isPooled(value)) {
            return of(call, session, workbench, oneUnit)
                    .at((int) Math.rint(call.number("offset").orElseThrow()));
        }
        if (!oneUnit) {
            return Population.of(call, session, workbench);
        }
        Responses all = Population.pooled(value);
        Optional<String> typed = call.option("unit");
        if (typed.isPresent()) {
            List<Integer> chosen = UnitChoice.of(typed.get(), sites(all.units()), session, workbench)
                    .among(all.units());
            all = chosen.size() == all.units().size() ? all : all.units(chosen);
        }
        requireOne(call, all.units());
        all = Found.heeded(call, session, all);
        String name = poolName(call, all.provenance(), all.units());
        return name.isEmpty() ? all : all.pooled(pool(call), name);
    }

    private static Epochs cut(
            MagicCall call, Session session, Workbench workbench, Recording recording, String option) {
        Window window = window(call);
        Optional<String> typed = call.option(option);
        if (typed.isEmpty()) {
            if (option.equals("unit")) {
                SiteRecording first = recording.sites().get(0);
                boolean one = recording.sites().size() == 1 && first.units().size() == 1;
                requireOne(call, one ? List.of() : List.of(new Unit(first.site(), 0), new Unit(first.site(), 0)));
            }
            return Epochs.of(recording, window);
        }
        List<Site> sites = recording.sites().stream().map(SiteRecording::site).toList();
        UnitChoice choice = UnitChoice.of(typed.get(), sites, session, workbench);
        Epochs whole = Epochs.of(recording, window, choice.names().toArray(String[]::new));
        return only(whole, choice);
    }

    private static Epochs some(MagicCall call, Session session, Workbench workbench, Epochs epochs, String option) {
        return call.option(option)
                .map(typed -> only(epochs, UnitChoice.of(typed, sites(epochs.units()), session, workbench)))
                .orElse(epochs);
    }

    private static Epochs only(Epochs epochs, UnitChoice choice) {
        List<Integer> chosen = choice.among(epochs.units());
        return chosen.size() == epochs.units().size() ? epochs : epochs.units(chosen);
    }

    static List<Site> sites(List<Unit> units) {
        return units.stream().map(Unit::site).distinct().toList();
    }

    static UnitPool pool(MagicCall call) {
        return call.option("pool").orElseThrow().equals("rms") ? UnitPool.RMS : UnitPool.MEAN;
    }

    private static void requireOne(MagicCall call, List<Unit> units) {
        if (units.size() > 1 && call.option("unit").isEmpty()) {
            throw new UsageException(
                    call.spec().typed() + " shows one unit, and the recording has several.",
                    "--unit " + units.get(0).name());
        }
    }

    private static Epochs given(MagicCall call, Epochs epochs) {
        for (String only : List.of("window", "align", "keep-all")) {
            if (call.has(only)) {
                throw new UsageException(
                        "--" + only + " is for recordings, and '"
                                + call.argument("NAME").orElseThrow() + "' holds epochs, which are cut already.",
                        call.spec().typed() + " without it, or the recording");
            }
        }
        return epochs;
    }

    private static Window window(MagicCall call) {
        int[] ends = offsets("window", call.option("window").orElseThrow(), "--window -5..3");
        Anchor anchor =
                switch (call.option("align").orElseThrow()) {
                    case "first" -> Anchor.EVENT_FIRST;
                    case "end" -> Anchor.PROMPT_LAST;
                    default -> Anchor.EVENT_LAST;
                };
        boolean keep = call.has("keep-all");
        return new Window(anchor, ends[0], ends[1], keep, keep);
    }

    /** Two offsets, of which the first may be below 0. */
    static int[] offsets(String option, String typed, String example) {
        String[] ends = typed.split("\\.\\.", -1);
        if (ends.length != 2 || !ends[0].matches("[+-]?[0-9]{1,6}") || !ends[1].matches("[+-]?[0-9]{1,6}")) {
            throw new UsageException("--" + option + " '" + typed + "' is no window.", example);
        }
        return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[1])};
    }

    /** A difference that these trials have, in the column that was asked for. */
    private static String example(MagicCall call, Trials trials) {
        for (String column : call.option("by").map(List::of).orElse(trials.columns())) {
            List<String> values = trials.items().stream()
                    .map(i -> i.columns().getOrDefault(column, ""))
                    .filter(v -> !v.isEmpty())
                    .distinct()
                    .toList();
            if (values.size() > 1 && values.size() <= 6) {
                return "--by " + column + " --diff '" + values.get(0) + "," + values.get(1) + "'";
            }
        }
        return "--by cond --diff a,b";
    }

    /** Two conditions with a comma between them, or a minus as a difference is written. */
    static Optional<List<String>> differing(MagicCall call, Trials trials) {
        Optional<String> diff = call.option("diff");
        if (diff.isEmpty()) {
            return Optional.empty();
        }
        String typed = diff.get();
        boolean minus =
                !typed.contains(",") && typed.chars().filter(c -> c == '-').count() == 1;
        List<String> names = List.of(typed.split(minus ? "-" : ",", -1)).stream()
                .map(String::strip)
                .toList();
        if (names.size() != 2 || names.contains("") || call.option("by").isEmpty()) {
            throw new UsageException(
                    "--diff '" + typed + "' of " + call.spec().typed()
                            + (names.size() != 2 || names.contains("")
                                    ? " does not name two conditions."
                                    : " needs the column they are in."),
                    example(call, trials));
        }
        return Optional.of(names);
    }
}
