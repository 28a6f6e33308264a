package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.epoch.Anchor;
import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.epoch.Unit;
import io.patchclamp.epoch.Window;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;

/** Epochs as a user asks a magic for them: a variable that holds some, or a recording and a window. */
final class Cuts {
    static final Argument NAME =
            Argument.word("NAME", "a Java variable that holds a recording of tokens, or epochs", Values.VARIABLE);
    static final Option UNIT = Option.of(
            "unit", "UNIT", "", "which unit, such as L5.mlp.neurons[3]; the only one if there is one", Values.TEXT);
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

    /** Of the unit asked for, where a recording is cut. */
    static Epochs of(MagicCall call, Session session, boolean oneUnit) {
        Object value =
                Variables.needAny(session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class));
        Epochs epochs = value instanceof Recording recording
                ? Epochs.of(recording, alignment(call), oneUnit ? names(call, recording) : new String[0])
                : given(call, (Epochs) value);
        return call.option("where").map(epochs::where).orElse(epochs);
    }

    /** One number a trial and unit: as they are, as they were pooled, or at an offset from the event. */
    static Responses responses(MagicCall call, Session session, boolean oneUnit) {
        Object value = Variables.needAny(
                session, call.argument("NAME").orElseThrow(), List.of(Recording.class, Epochs.class, Responses.class));
        if (value instanceof Responses given) {
            return given;
        }
        if (value instanceof Recording recording && !recording.pool().equals("none")) {
            return Responses.of(recording);
        }
        return of(call, session, oneUnit)
                .at((int) Math.rint(call.number("offset").orElseThrow()));
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

    private static String[] names(MagicCall call, Recording recording) {
        Optional<String> unit = call.option("unit");
        if (unit.isEmpty()) {
            SiteRecording first = recording.sites().get(0);
            boolean one = recording.sites().size() == 1 && first.units().size() == 1;
            if (!one) {
                throw new UsageException(
                        call.spec().typed() + " shows one unit, and the recording has several.",
                        "--unit " + new Unit(first.site(), 0).name());
            }
            return new String[0];
        }
        return new String[] {unit.get()};
    }

    private static Window alignment(MagicCall call) {
        String window = call.option("window").orElseThrow();
        String[] ends = window.split("\\.\\.", -1);
        if (ends.length != 2 || !ends[0].matches("[+-]?[0-9]{1,6}") || !ends[1].matches("[+-]?[0-9]{1,6}")) {
            throw new UsageException("--window '" + window + "' is no window.", "--window -5..3");
        }
        Anchor anchor =
                switch (call.option("align").orElseThrow()) {
                    case "first" -> Anchor.EVENT_FIRST;
                    case "end" -> Anchor.PROMPT_LAST;
                    default -> Anchor.EVENT_LAST;
                };
        boolean keep = call.has("keep-all");
        return new Window(anchor, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]), keep, keep);
    }

    /** Two conditions with a comma between them. */
    static Optional<List<String>> differing(MagicCall call) {
        Optional<String> diff = call.option("diff");
        if (diff.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                List.of(diff.get().split(",", -1)).stream().map(String::strip).toList();
        if (names.size() != 2 || call.option("by").isEmpty()) {
            throw new UsageException(
                    "--diff '" + diff.get() + "' of " + call.spec().typed()
                            + (names.size() != 2 ? " does not name two conditions." : " needs the column they are in."),
                    "--by cond --diff a,b");
        }
        return Optional.of(names);
    }
}
