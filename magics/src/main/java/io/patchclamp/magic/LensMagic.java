package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.lens.LensReading;
import io.patchclamp.lens.LogitLens;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;

/** {@code %lens}. */
final class LensMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "lens",
            Kind.EITHER,
            "Logit lens: what the residual stream would say after each layer, at each token.",
            List.of(AttributeMagic.NAME),
            List.of(
                    Option.of("at", "SEL", "L*.resid_post", "which states", Values.SELECTOR),
                    Option.of("top", "K", "5", "how many tokens of each state", Values.COUNT),
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%lens\nHello, I am your",
            "LensReading reading = LogitLens.on(model).at(model.select(\"L*.resid_post\")).run(trials)",
            LensReading.class);

    private final Workbench workbench;

    LensMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Optional<Recording> recording = AttributeMagic.recording(call, session);
        Model model = workbench.model(call, session);
        LogitLens lens = LogitLens.on(model)
                .at(workbench.select(call.option("at").orElseThrow(), model))
                .top(call.count("top").orElseThrow())
                .progress(session.progress());
        return recording.isPresent() ? lens.run(recording.get()) : lens.run(Stimuli.of(call, session, model));
    }
}
