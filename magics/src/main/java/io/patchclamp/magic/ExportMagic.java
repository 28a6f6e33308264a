package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingExport;

/** {@code %export}. */
final class ExportMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "export",
            Kind.LINE,
            "Hands a recording to Python: one array a site, and tokens, n_tokens, step.",
            List.of(
                    Argument.word("NAME", "a Java variable that holds a recording", Values.VARIABLE),
                    Argument.word("FILE", "ends in .npz, .safetensors, .csv or .h5", Values.PATH)),
            List.of(),
            "%export rec rec.npz",
            "RecordingExport.write(rec, Path.of(\"rec.npz\"))",
            Written.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        Recording recording = Variables.need(session, call.argument("NAME").orElseThrow(), Recording.class);
        Path file = Paths.resolve(session, call.argument("FILE").orElseThrow());
        RecordingExport.write(recording, file);
        return Written.at(file);
    }
}
