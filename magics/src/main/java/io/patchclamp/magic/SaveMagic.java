package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingFiles;

/** {@code %save}. */
final class SaveMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "save",
            Kind.LINE,
            "Keeps a recording in a folder.",
            List.of(
                    Argument.word("NAME", "a Java variable that holds a recording", Values.VARIABLE),
                    Argument.word("DIR", "the folder, relative to the notebook's", Values.PATH)),
            List.of(),
            "%save rec first.pclamp",
            "RecordingFiles.save(rec, Path.of(\"first.pclamp\"))",
            Written.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        Recording recording = Variables.need(session, call.argument("NAME").orElseThrow(), Recording.class);
        String typed = call.argument("DIR").orElseThrow();
        Path folder = Paths.resolve(session, typed);
        RecordingFiles.save(recording, folder);
        return Written.at(folder, typed);
    }
}
