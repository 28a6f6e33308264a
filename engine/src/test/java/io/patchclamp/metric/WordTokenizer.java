package io.patchclamp.metric;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;

/** A tokenizer of a few words, with a beginning-of-text token that it adds to every text. */
final class WordTokenizer implements Tokenizer {
    private static final Pattern PIECE = Pattern.compile(" ?[A-Za-z]{1,6}|.|\n");
    private final List<String> vocabulary = new ArrayList<>(List.of("<s>"));

    WordTokenizer(String... words) {
        vocabulary.addAll(List.of(words));
    }

    @Override
    public Tokens encode(String text) {
        List<Integer> ids = new ArrayList<>(List.of(0));
        List<String> visible = new ArrayList<>(List.of("⟨s⟩"));
        List<Integer> starts = new ArrayList<>(List.of(0));
        List<Integer> ends = new ArrayList<>(List.of(0));
        Matcher pieces = PIECE.matcher(text);
        while (pieces.find()) {
            if (!vocabulary.contains(pieces.group())) {
                vocabulary.add(pieces.group());
            }
            ids.add(vocabulary.indexOf(pieces.group()));
            visible.add(visible(ids.get(ids.size() - 1)));
            starts.add(pieces.start());
            ends.add(pieces.end());
        }
        return new Tokens(text, ids, visible, starts, ends);
    }

    @Override
    public Tokens encodeWhole(String text) {
        return encode(text);
    }

    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(vocabulary.get(id));
        }
        return text.toString();
    }

    @Override
    public byte[] bytes(int id) {
        return vocabulary.get(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isSpecial(int id) {
        return id == 0;
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public List<Integer> endOfText() {
        return List.of();
    }

    @Override
    public String origin() {
        return "words";
    }

    @Override
    public int single(String text) {
        Tokens tokens = encode(text);
        if (tokens.count() != 2) {
            throw new PatchclampException("'" + text + "' is " + tokens.visible(), "one token");
        }
        return tokens.ids().get(1);
    }

    @Override
    public String visible(int id) {
        return vocabulary.get(id).replace(' ', '·');
    }
}
