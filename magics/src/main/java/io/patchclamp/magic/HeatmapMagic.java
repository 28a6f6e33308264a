package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.figure.Figure;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;

/** {@code %heatmap}. */
final class HeatmapMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "heatmap",
            Kind.LINE,
            "A picture of a recording: tokens in time along one axis, units along the other, activation as colour.",
            List.of(Argument.word("NAME", "a Java variable that holds a recording or an array", Values.VARIABLE)),
            List.of(
                    Option.of("at", "SITE", "", "which recorded site; the only one if there is one", Values.SELECTOR),
                    Option.of("trial", "i", "", "which trial, counted from 0; the first if not given", Values.COUNT),
                    Option.flag("mean", "the mean over trials instead, token by token"),
                    Option.of("head", "h", "", "which head, where a site has heads", Values.COUNT),
                    Option.of("units", "a..b", "", "only units of these numbers", Values.RANGE),
                    Option.of("limit", "P", "99", "where colour ends, as a percentile of |activation|", Values.NUMBER),
                    Option.of(
                            "scale-from",
                            "i",
                            "0",
                            "leaves tokens before this one out of the colour limit: the first often bleaches the rest",
                            Values.COUNT),
                    Option.of("width", "PX", "860", "about how wide it is shown", Values.COUNT)),
            "%heatmap rec --at L-1.mlp.neurons",
            "Figure figure = HeatMap.of(rec.site(\"L29.mlp.neurons\").trials().get(0)).render()",
            Figure.class);

    private final Workbench workbench;

    HeatmapMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        String name = call.argument("NAME").orElseThrow();
        Object value = Variables.needAny(session, name, List.of(Recording.class, NamedArray.class));
        Matrix matrix = value instanceof Recording recording
                ? Matrix.of(recording, Recorded.site(recording, call, workbench), call)
                : Matrix.of((NamedArray) value, name, call);
        return matrix.draw(call);
    }
}
