package io.patchclamp.metric;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.patchclamp.fault.Nearest;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;

/** Finds the token that a target means in one trial. */
final class Targets {
    private final Tokenizer tokenizer;
    private final Map<String, String> columns;
    private final boolean first;

    Targets(Tokenizer tokenizer, Map<String, String> columns, boolean first) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.columns = Objects.requireNonNull(columns, "columns");
        this.first = first;
    }

    int token(Expression.Target target, int vocabulary) {
        String text = target.column() ? column(target.text()) : target.text();
        int id = first ? firstToken(text) : onlyToken(text, target);
        if (id >= vocabulary) {
            throw new PatchclampException(
                    "The target '" + text + "' is token " + id + ", but there are logits for " + vocabulary
                            + " tokens only.",
                    "a target that the model can say");
        }
        return id;
    }

    private String column(String name) {
        String text = columns.get(name);
        if (text == null) {
            throw new PatchclampException(
                    "The metric takes a target from the column '" + name + "', and there is none"
                            + (columns.isEmpty() ? ": the trials have no columns." : "."),
                    (columns.isEmpty()
                                    ? ""
                                    : "'" + String.join("' or '", Nearest.to(name, columns.keySet(), 2)) + "'; or ")
                            + "quotes for the text itself: \" " + name + "\"");
        }
        if (text.isEmpty()) {
            throw new PatchclampException(
                    "The metric takes a target from the column '" + name + "', which is empty in this trial.",
                    "a text in every row of '" + name + "'");
        }
        return text;
    }

    private int onlyToken(String text, Expression.Target target) {
        Tokens tokens = tokenizer.encode(text);
        try {
            return tokenizer.single(text);
        } catch (PatchclampException e) {
            String split =
                    String.join(" ", own(tokens).mapToObj(tokens.visible()::get).toList());
            boolean spaced = text.startsWith(" ");
            throw new PatchclampException(
                    "The target \"" + text + "\"" + (target.column() ? " (column '" + target.text() + "')" : "")
                            + " is " + own(tokens).count() + " tokens, not one: " + split + ".",
                    (spaced ? "another target" : "\" " + text + "\" with a space before it, as inside a sentence")
                            + ", or --first to take its first token",
                    e);
        }
    }

    private int firstToken(String text) {
        Tokens tokens = tokenizer.encode(text);
        return tokens.ids()
                .get(own(tokens)
                        .findFirst()
                        .orElseThrow(() ->
                                new PatchclampException("The target \"" + text + "\" has no token.", "a longer one")));
    }

    /** Places of the tokens that stand for the text, without those the tokenizer adds. */
    private static IntStream own(Tokens tokens) {
        return IntStream.range(0, tokens.count())
                .filter(i -> tokens.starts().get(i) < tokens.ends().get(i));
    }
}
