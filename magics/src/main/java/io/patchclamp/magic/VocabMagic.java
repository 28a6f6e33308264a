package io.patchclamp.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.patchclamp.Patchclamp;
import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Extent;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Model;
import io.patchclamp.model.SampleText;
import io.patchclamp.model.VocabularyComparison;
import io.patchclamp.model.VocabularyUse;

/** {@code %vocab}. */
final class VocabMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "vocab",
            Kind.LINE,
            "What a vocabulary costs and buys: its size, its share of the parameters, bytes a token; several side by side.",
            List.of(new Argument(
                    "TEXT",
                    "what to split, the rest of the line; the built-in English and Chinese if not given",
                    false,
                    Extent.REST,
                    Values.TEXT)),
            List.of(
                    new Option(
                            "with",
                            "REF",
                            "",
                            "a tokenizer to set beside it: a loaded model, a folder (weights need not be there), a .gguf",
                            true,
                            Values.MODEL),
                    Option.of("file", "F", "", "splits the text of this file", Values.PATH),
                    MagicSpec.MODEL),
            "%vocab",
            "VocabularyComparison vocab = VocabularyComparison.of(List.of(model), SampleText.builtIn())",
            VocabularyComparison.class);

    private final Workbench workbench;

    VocabMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) throws IOException {
        List<SampleText> texts = texts(call, session);
        List<VocabularyUse> uses = new ArrayList<>();
        List<String> beside = call.values("with");
        if (call.has("model") || workbench.current().isPresent() || beside.isEmpty()) {
            uses.add(VocabularyUse.of(workbench.model(call, session), texts));
        }
        for (String reference : beside) {
            uses.add(use(reference, session, texts));
        }
        return new VocabularyComparison(texts, uses);
    }

    private static List<SampleText> texts(MagicCall call, Session session) throws IOException {
        Optional<String> text = call.argument("TEXT").filter(t -> !t.isEmpty());
        Optional<String> file = call.option("file");
        if (text.isPresent() && file.isPresent()) {
            throw new UsageException("%vocab got a text and --file " + file.get() + ".", "one of the two");
        }
        if (file.isPresent()) {
            Path path = Paths.existing(session, file.get(), "a text");
            return List.of(new SampleText(String.valueOf(path.getFileName()), read(path), path.toString()));
        }
        return text.map(t -> List.of(SampleText.given(t))).orElseGet(SampleText::builtIn);
    }

    private static String read(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new UsageException("'" + path + "' is no text in UTF-8.", "a text file saved as UTF-8", e);
        }
    }

    private VocabularyUse use(String reference, Session session, List<SampleText> texts) {
        Optional<Model> model = workbench.loaded(reference).or(() -> session.variable(reference)
                .filter(Model.class::isInstance)
                .map(Model.class::cast));
        if (model.isPresent()) {
            return VocabularyUse.of(model.get(), texts);
        }
        return Patchclamp.vocabulary(workbench.located(reference, session), texts);
    }
}
