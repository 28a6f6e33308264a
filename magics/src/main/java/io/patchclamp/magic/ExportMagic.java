package io.patchclamp.magic;

import java.nio.file.Path;
import java.util.List;

import io.patchclamp.array.NamedArray;
import io.patchclamp.generate.ClampEffect;
import io.patchclamp.generate.Generation;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Tokens;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.record.Exportable;
import io.patchclamp.record.Padding;
import io.patchclamp.record.Recording;
import io.patchclamp.record.RecordingExport;
import io.patchclamp.record.ResultExport;

/** {@code %export}. */
final class ExportMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "export",
            Kind.LINE,
            "Hands a result to Python; of a recording one array a site, and tokens, n_tokens, step.",
            List.of(
                    Argument.word(
                            "NAME",
                            "a variable with a recording, generation, effect, grid, tokens, vocabularies or array",
                            Values.VARIABLE),
                    Argument.word("FILE", "ends in .npz, .safetensors, .csv or .h5", Values.PATH)),
            List.of(Option.of(
                    "pad",
                    "right|left",
                    "right",
                    "on which side a recording's shorter trials are filled up with NaN, ids with -1",
                    Values.TEXT)),
            "%export rec rec.npz",
            "RecordingExport.write(rec, Path.of(\"rec.npz\"))",
            Written.class);

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) throws Exception {
        Object value = Variables.needAny(
                session,
                call.argument("NAME").orElseThrow(),
                List.of(
                        Recording.class,
                        Generation.class,
                        ClampEffect.class,
                        Tokens.class,
                        VocabularyComparison.class,
                        Exportable.class,
                        NamedArray.class));
        String typed = call.argument("FILE").orElseThrow();
        Path file = Paths.resolve(session, typed);
        Padding side = PatchMagic.choice(call, "pad", Padding.class);
        if (side != Padding.RIGHT && !(value instanceof Recording)) {
            throw new UsageException(
                    "--pad of %export is about recordings, and '"
                            + call.argument("NAME").orElseThrow() + "' is none.",
                    "%export without --pad");
        }
        if (value instanceof Recording recording) {
            RecordingExport.write(recording, file, side, session.progress());
        } else if (value instanceof Generation generation) {
            ResultExport.write(generation, file);
        } else if (value instanceof ClampEffect effect) {
            ResultExport.write(effect, file);
        } else if (value instanceof Tokens tokens) {
            ResultExport.write(tokens, file);
        } else if (value instanceof VocabularyComparison vocabularies) {
            ResultExport.write(vocabularies, file);
        } else if (value instanceof Exportable result) {
            ResultExport.write(result, file, session.progress());
        } else {
            ResultExport.write((NamedArray) value, file, session.progress());
        }
        return Written.at(file, typed);
    }
}
