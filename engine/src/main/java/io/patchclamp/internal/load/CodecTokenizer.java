package io.patchclamp.internal.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.token.Pieces;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;

/** A vocabulary and the way from text into it and back, as one {@link Tokenizer}. */
final class CodecTokenizer implements Tokenizer {
    private static final int SHOWN = 12;

    private final Vocabulary vocabulary;
    private final TextCodec codec;
    private final List<Integer> endOfText;
    private final String origin;
    private final String[] visible;

    CodecTokenizer(Vocabulary vocabulary, TextCodec codec, List<Integer> endOfText, String origin) {
        this.vocabulary = vocabulary;
        this.codec = codec;
        this.endOfText = List.copyOf(endOfText);
        this.origin = origin;
        this.visible = new String[vocabulary.size()];
    }

    @Override
    public Tokens encode(String text) {
        Pieces pieces = codec.encode(Objects.requireNonNull(text, "text"), true);
        int count = pieces.ids().length;
        List<Integer> ids = new ArrayList<>(count);
        List<String> shown = new ArrayList<>(count);
        List<Integer> starts = new ArrayList<>(count);
        List<Integer> ends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(pieces.ids()[i]);
            shown.add(visible(pieces.ids()[i]));
            starts.add(pieces.starts()[i]);
            ends.add(pieces.ends()[i]);
        }
        return new Tokens(text, ids, shown, starts, ends);
    }

    @Override
    public String decode(int... ids) {
        for (int id : ids) {
            check(id);
        }
        return codec.decode(ids);
    }

    @Override
    public byte[] bytes(int id) {
        return vocabulary.bytes(check(id)).clone();
    }

    @Override
    public boolean isSpecial(int id) {
        return vocabulary.isSpecial(check(id));
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public List<Integer> endOfText() {
        return endOfText;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public int single(String text) {
        int[] ids = codec.encode(Objects.requireNonNull(text, "text"), false).ids();
        if (ids.length == 1) {
            return ids[0];
        }
        if (ids.length == 0) {
            throw new PatchclampException(
                    "\"" + text + "\" is no token: it splits into nothing", "a text of one token, such as \" Paris\"");
        }
        String split = Arrays.stream(ids)
                .limit(SHOWN)
                .mapToObj(id -> visible(id) + " (" + id + ")")
                .collect(Collectors.joining(" | ", "", ids.length > SHOWN ? " | …" : ""));
        throw new PatchclampException(
                "\"" + text + "\" is " + ids.length + " tokens, not one: " + split, singleAdvice(text));
    }

    private String singleAdvice(String text) {
        String spaced = text.startsWith(" ") ? text.substring(1) : " " + text;
        boolean helps = !spaced.isEmpty() && codec.encode(spaced, false).ids().length == 1;
        return helps
                ? "\"" + spaced + "\", which is one token"
                : "a text that is one token, or the first token of this one";
    }

    @Override
    public String visible(int id) {
        check(id);
        String known = visible[id];
        if (known == null) {
            known = VisibleToken.of(vocabulary, id);
            visible[id] = known;
        }
        return known;
    }

    private int check(int id) {
        if (!vocabulary.has(id)) {
            throw new PatchclampException(
                    "Token id " + id + " is not in the vocabulary of " + vocabulary.size() + " tokens",
                    "an id from 0 to " + (vocabulary.size() - 1));
        }
        return id;
    }

    @Override
    public String toString() {
        return origin + ", " + vocabulary.size() + " tokens";
    }
}
