package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.patchclamp.epoch.Epochs;
import io.patchclamp.epoch.Responses;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;

/**
 * What a magic looks at site by site, or offset by offset around an event.
 *
 * @param responses where trials were read at one token
 * @param epochs where they are read at several
 */
record Anywhere(Optional<Responses> responses, Optional<Epochs> epochs) {
    static final Argument NAME =
            Argument.word("NAME", "a Java variable that holds a recording, responses, or epochs", Values.VARIABLE);
    static final Option ITEM = Option.of(
            "item",
            "COLUMN",
            "",
            "what one item is where several trials have one label, such as the word: shuffled together, n counts them",
            Values.TEXT);
    static final Option WINDOW = Option.of(
            "window", "a..b", "", "offset by offset around the event, in a recording of all tokens", Values.TEXT);

    static Anywhere of(MagicCall call, Session session, Workbench workbench) {
        Anywhere all = whole(call, session, workbench);
        return call.option("where")
                .map(where -> new Anywhere(
                        all.responses.map(r -> r.trials(r.trials().meeting(where))),
                        all.epochs.map(e -> e.where(where))))
                .orElse(all);
    }

    private static Anywhere whole(MagicCall call, Session session, Workbench workbench) {
        String name = call.argument("NAME").orElseThrow();
        Object value = Variables.needAny(session, name, List.of(Recording.class, Responses.class, Epochs.class));
        if (value instanceof Epochs || call.has("window") && !Population.isPooled(value)) {
            return new Anywhere(Optional.empty(), Optional.of(Cuts.of(call, session, workbench)));
        }
        if (call.has("window")) {
            throw new UsageException(
                    "--window is for recordings of all tokens, and '" + name + "' holds one token a trial.",
                    call.spec().typed() + " without it, or %%record without --pool");
        }
        return new Anywhere(Optional.of(Population.of(call, session, workbench)), Optional.empty());
    }

    /** What is made of either. */
    <T> T read(Function<Responses, T> one, Function<Epochs, T> several) {
        return responses.map(one).orElseGet(() -> several.apply(epochs.orElseThrow()));
    }

    /** The column that a magic cannot do without. */
    String column(MagicCall call) {
        return Population.column(call, read(Responses::trials, Epochs::trials));
    }
}
