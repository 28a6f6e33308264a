package io.patchclamp.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.patchclamp.edit.TokenChoice;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.model.Selection;
import io.patchclamp.record.Pool;
import io.patchclamp.record.Recorder;
import io.patchclamp.record.Recording;
import io.patchclamp.trial.Trials;

/** {@code %%record}. */
final class RecordMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "record",
            Kind.EITHER,
            "One recording of all trials: what goes on at some sites while the model reads, and with --new also speaks.",
            List.of(),
            options(),
            "%%record --at L-1.mlp.neurons --new 14 --as rec\nHello, I am your",
            "Recording rec = Recorder.on(model).at(\"L-1.mlp.neurons\").newTokens(14).record(trials)",
            Recording.class);

    private final Workbench workbench;

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                new Option("at", "SEL", "L*.resid_post", "where to record", true, Values.SELECTOR),
                Option.of("new", "N", "0", "lets the model add up to N tokens, and records every step", Values.COUNT),
                Option.of("pool", "none|mean|last|event", "none", "which tokens become rows", Values.TEXT),
                Option.of(
                        "window",
                        "a..b",
                        "",
                        "keeps these tokens only, counted from the event, or from the first token without one",
                        Values.RANGE),
                Option.of(
                        "tokens",
                        "TOKENS",
                        "",
                        "keeps these tokens only: event, last, prompt, generated, -1, 3..7, /regex/; those of the hook if"
                                + " --at is one hook that has some, else all",
                        Values.TEXT),
                Draws.BATCH,
                Option.of(
                        "memory",
                        "MB",
                        "",
                        "how much memory it may take; a larger recording lies on disk; half of what is free if not given",
                        Values.COUNT)));
        options.addAll(Draws.options());
        options.addAll(List.of(Edits.WITH, Stimuli.TRIALS, Stimuli.FILE, Stimuli.CHAT, MagicSpec.MODEL));
        return List.copyOf(options);
    }

    RecordMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Model model = workbench.model(call, session);
        String at = UnitChoice.spelled(
                call.has("at")
                        ? String.join(", ", call.values("at"))
                        : call.option("at").orElseThrow(),
                session,
                workbench);
        Optional<TokenChoice> hooked = workbench.where(at);
        Selection where =
                hooked.isPresent() ? workbench.selectAnywhere(at, model) : workbench.selectEveryName(at, model);
        Recorder recorder = Recorder.on(model)
                .at(where)
                .newTokens(call.count("new").orElseThrow())
                .pool(Pool.valueOf(call.option("pool").orElseThrow().toUpperCase(Locale.ROOT)))
                .batch(Draws.batch(call))
                .sampling(Draws.of(call))
                .memory(call.count("memory").map(mb -> (long) mb << 20).orElse(-1L))
                .partial(true)
                .edits(Edits.of(call.values("with"), workbench, model, session))
                .progress(session.progress());
        Optional<TokenChoice> tokens =
                call.option("tokens").map(TokenChoice::parse).or(() -> hooked);
        if (tokens.isPresent()) {
            recorder = recorder.tokens(tokens.get());
        }
        if (call.range("window").isPresent()) {
            Range window = call.range("window").get();
            recorder = recorder.window(window.from(), window.to());
        }
        Trials trials = Stimuli.of(call, session, model);
        return recorder.record(trials);
    }
}
