package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.lens.AttentionPatterns;
import io.patchclamp.lens.AttentionReading;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.record.Recording;

/** {@code %attention}. */
final class AttentionMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "attention",
            Kind.EITHER,
            "Where the heads of a layer look: small multiples, or with --head one of them large; what each token looked at.",
            List.of(AttributeMagic.NAME),
            List.of(
                    Option.of("layer", "L", "-1", "which layer; -1 is the last", Values.NUMBER),
                    Option.of("head", "H", "", "one head only, large", Values.COUNT),
                    Stimuli.TRIALS,
                    Stimuli.FILE,
                    Stimuli.CHAT,
                    MagicSpec.MODEL),
            "%%attention --layer 2\nHello, I am your",
            "AttentionReading reading = AttentionPatterns.on(model).layer(2).run(trials)",
            AttentionReading.class);

    private final Workbench workbench;

    AttentionMagic(Workbench workbench) {
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
        AttentionPatterns patterns = AttentionPatterns.on(model).layer(AttributeMagic.whole(call, "layer"));
        if (call.count("head").isPresent()) {
            patterns = patterns.head(call.count("head").get());
        }
        return recording.isPresent() ? patterns.run(recording.get()) : patterns.run(Stimuli.of(call, session, model));
    }
}
