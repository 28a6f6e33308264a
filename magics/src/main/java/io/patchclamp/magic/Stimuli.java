package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.trial.Screened;
import io.patchclamp.trial.TrialSheet;
import io.patchclamp.trial.Trials;
import tech.tablesaw.api.Table;

/** Where a magic's trials come from: its body, a Java variable, or a file. */
final class Stimuli {
    static final Option TRIALS = Option.of(
            "trials",
            "NAME",
            "",
            "takes the trials from a Java variable (Trials, Table, or of %%trials) instead of a body",
            Values.VARIABLE);
    static final Option FILE =
            Option.of("file", "F", "", "takes the trials from a .csv or .jsonl file instead of a body", Values.PATH);

    static final Option CHAT = Option.flag(
            "chat", "writes each prompt as one user turn in the model's chat template, for the model to answer");

    private Stimuli() {}

    static Trials of(MagicCall call, Session session, Model model) {
        Trials trials = plain(call, session);
        return call.has("chat") ? trials.inChat(model) : trials;
    }

    private static Trials plain(MagicCall call, Session session) {
        Optional<String> body = call.body().filter(text -> !text.isBlank());
        Optional<String> variable = call.option("trials");
        Optional<String> file = call.option("file");
        int sources = (body.isPresent() ? 1 : 0) + (variable.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0);
        String typed = call.spec().typed();
        if (sources > 1) {
            throw new UsageException(
                    typed + " got its trials from more than one place: a body, --trials or --file.",
                    "one of the three");
        }
        if (variable.isPresent()) {
            return variable(session, variable.get());
        }
        if (file.isPresent()) {
            return Trials.read(Paths.existing(session, file.get(), "a file of trials"));
        }
        return Trials.parse(body.orElseThrow(() -> new UsageException(
                typed + " got no trials.",
                typed + " as the first line of a cell and one prompt a line below it; or --trials NAME; or --file F")));
    }

    private static Trials variable(Session session, String name) {
        Object value =
                Variables.needAny(session, name, List.of(Trials.class, TrialSheet.class, Screened.class, Table.class));
        if (value instanceof TrialSheet sheet) {
            return sheet.trials();
        } else if (value instanceof Screened screened) {
            return screened.trials();
        }
        return value instanceof Trials trials ? trials : Trials.from((Table) value);
    }
}
