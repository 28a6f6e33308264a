package io.patchclamp.magic;

import java.util.List;
import java.util.Locale;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.record.SiteRecording;
import io.patchclamp.steer.Steering;
import io.patchclamp.steer.SteeringVector;

/** {@code %steer}. */
final class SteerMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "steer",
            Kind.LINE,
            "Learns the direction from one condition to another on half of a recording's trials, and tries it on the rest.",
            List.of(Argument.word("NAME", "a variable with a recording of two conditions", Values.VARIABLE)),
            List.of(
                    Option.of("by", "COLUMN", "condition", "the column that holds the conditions", Values.TEXT),
                    Option.of(
                            "towards",
                            "VALUE",
                            "",
                            "the condition it leads to; the one met second if not given",
                            Values.TEXT),
                    Option.of("at", "SITE", "", "which site of the recording", Values.SELECTOR),
                    Option.of(
                            "method",
                            "mean|pca",
                            "mean",
                            "difference of means, or first principal component",
                            Values.TEXT)),
            "%steer rec --by mood --towards glad --as v",
            "SteeringVector v = Steering.on(rec).towards(\"glad\").by(\"mood\")",
            SteeringVector.class);

    private final Workbench workbench;

    SteerMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        Recording recording = Variables.need(session, call.argument("NAME").orElseThrow(), Recording.class);
        Steering steering = Steering.on(recording)
                .method(SteeringVector.Method.valueOf(
                        call.option("method").orElseThrow().toUpperCase(Locale.ROOT)));
        if (call.option("at").isPresent()) {
            SiteRecording site = Recorded.site(recording, call, workbench);
            steering = steering.at(site.site().name());
        }
        if (call.option("towards").isPresent()) {
            steering = steering.towards(call.option("towards").get());
        }
        return steering.by(call.option("by").orElseThrow());
    }
}
