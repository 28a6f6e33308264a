package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.record.Precision;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingFiles;
import io.patchclamp.record.Rounding;
import io.patchclamp.view.Quantity;

/** {@code %save}. */
final class SaveMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "save",
            Kind.LINE,
            "Keeps a recording in a folder.",
            List.of(
                    Argument.word("NAME", "a Java variable that holds a recording", Values.VARIABLE),
                    Argument.word("DIR", "the folder, relative to the notebook's", Values.PATH)),
            List.of(Option.of(
                    "dtype",
                    "f32|f16",
                    "f32",
                    "how exactly numbers are kept: as they are, or rounded to half the space; says what that changes",
                    Values.TEXT)),
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
        Optional<Rounding> rounding =
                RecordingFiles.save(recording, folder, PatchMagic.choice(call, "dtype", Precision.class));
        return Written.at(folder, typed).with(rounding.map(SaveMagic::said).orElse(""));
    }

    private static String said(Rounding rounding) {
        return "rounded to f16: at most by " + Quantity.real(rounding.error()) + ", of "
                + Quantity.real(rounding.value()) + " at " + rounding.site();
    }
}
