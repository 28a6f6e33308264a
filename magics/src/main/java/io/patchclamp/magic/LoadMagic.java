package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingFiles;

/** {@code %load}. */
final class LoadMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "load",
            Kind.LINE,
            "A recording that was kept with %save; a .java or .jsh file, or a notebook, is run here instead.",
            List.of(Argument.word("DIR", "the folder or file, relative to the notebook's", Values.PATH)),
            List.of(),
            "%load first.pclamp --as rec",
            "Recording rec = RecordingFiles.load(Path.of(\"first.pclamp\"))",
            Recording.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        String typed = call.argument("DIR").orElseThrow();
        Path folder = Paths.resolve(session, typed);
        return RecordingFiles.load(
                RecordingFiles.isThere(folder) ? folder : Paths.existing(session, typed, "a recording"));
    }
}
