package io.patchclamp.magic;

import java.util.List;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Values;
import io.patchclamp.model.Tokens;

/** {@code %tokenize}. */
final class TokenizeMagic implements Magic {
    private static final MagicSpec SPEC = new MagicSpec(
            "tokenize",
            Kind.LINE,
            "A text as the model reads it: its tokens and their ids.",
            List.of(Argument.rest(
                    "TEXT",
                    "the rest of the line as it stands, quotes included; behind -- also blanks at its beginning",
                    Values.TEXT)),
            List.of(MagicSpec.MODEL),
            "%tokenize Hello, I am your",
            "Tokens tokens = model.tokenizer().encode(\"Hello, I am your\")",
            Tokens.class);

    private final Workbench workbench;

    TokenizeMagic(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public MagicSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(MagicCall call, Session session) {
        return workbench
                .model(call, session)
                .tokenizer()
                .encode(call.argument("TEXT").orElse(""));
    }
}
