package io.patchclamp.internal.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.token.Pieces;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Vocabulary;
import io.patchclamp.model.ChatTemplate;
import io.patchclamp.model.Tokenizer;
import io.patchclamp.model.Tokens;

/**
 * A vocabulary and the way from text into it and back, as one {@link Tokenizer}. A model may have more rows than its
 * vocabulary has tokens, for the sake of round numbers: such a row can be generated, stands for no text, and is shown
 * by its number.
 */
final class CodecTokenizer implements Tokenizer {
    private static final int SHOWN = 12;

    private final Vocabulary vocabulary;
    private final TextCodec codec;
    private final List<Integer> endOfText;
    private final String origin;
    private final String[] visible;
    private final int rows;
    private final ChatSource chat;

    CodecTokenizer(Vocabulary vocabulary, TextCodec codec, List<Integer> endOfText, String origin) {
        this(vocabulary, codec, endOfText, origin, vocabulary.size(), ChatSource.NONE);
    }

    private CodecTokenizer(
            Vocabulary vocabulary, TextCodec codec, List<Integer> endOfText, String origin, int rows, ChatSource chat) {
        this.rows = rows;
        this.chat = chat;
        this.vocabulary = vocabulary;
        this.codec = codec;
        this.endOfText = List.copyOf(endOfText);
        this.origin = origin;
        this.visible = new String[rows];
    }

    /**
     * The same tokenizer for a model with so many rows. Special tokens beyond them are an error only in a text that
     * holds one; with other tokens beyond them it stays as it is, too large.
     */
    Tokenizer fitting(int wanted) {
        boolean fits = IntStream.range(Math.min(wanted, vocabulary.size()), vocabulary.size())
                .allMatch(id -> !vocabulary.has(id) || vocabulary.isSpecial(id));
        return fits && wanted > 0 ? new CodecTokenizer(vocabulary, codec, endOfText, origin, wanted, chat) : this;
    }

    /** The same tokenizer, with the model's chat template. */
    Tokenizer chatting(ChatSource source) {
        return new CodecTokenizer(vocabulary, codec, endOfText, origin, rows, source);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return chat.template();
    }

    @Override
    public Tokens encode(String text) {
        return tokens(text, true);
    }

    @Override
    public Tokens encodeWhole(String text) {
        return tokens(text, false);
    }

    private Tokens tokens(String text, boolean marks) {
        Pieces pieces = codec.encode(Objects.requireNonNull(text, "text"), marks);
        int count = pieces.ids().length;
        List<Integer> ids = new ArrayList<>(count);
        List<String> shown = new ArrayList<>(count);
        List<Integer> starts = new ArrayList<>(count);
        List<Integer> ends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (pieces.ids()[i] >= rows) {
                throw new PatchclampException(
                        "'" + vocabulary.written(pieces.ids()[i]) + "' is token " + pieces.ids()[i]
                                + ", and the model has " + rows + " rows: it never learnt this token.",
                        "the text without it");
            }
            ids.add(pieces.ids()[i]);
            shown.add(visible(pieces.ids()[i]));
            starts.add(pieces.starts()[i]);
            ends.add(pieces.ends()[i]);
        }
        return new Tokens(text, ids, shown, starts, ends);
    }

    @Override
    public String decode(int... ids) {
        Arrays.stream(ids).forEach(this::check);
        return codec.decode(Arrays.stream(ids).filter(vocabulary::has).toArray());
    }

    @Override
    public byte[] bytes(int id) {
        return vocabulary.has(check(id)) ? vocabulary.bytes(id).clone() : new byte[0];
    }

    @Override
    public boolean isSpecial(int id) {
        return vocabulary.has(check(id)) && vocabulary.isSpecial(id);
    }

    @Override
    public int size() {
        return Math.min(rows, vocabulary.size());
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
        return one(text, ids)
                .orElseThrow(() -> new PatchclampException(
                        ids.length == 0
                                ? "'" + text + "' is no token: it splits into nothing."
                                : "'" + text + "' is " + ids.length + " tokens, not one: " + split(ids) + ".",
                        singleAdvice(text)));
    }

    /**
     * A split that stands for other bytes than the text was changed on the way: most often by a space put first, as
     * SentencePiece does. Then the token that is exactly the text comes before what the split says.
     */
    private OptionalInt one(String text, int[] ids) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream split = new ByteArrayOutputStream();
        Arrays.stream(ids).forEach(id -> split.writeBytes(vocabulary.bytes(id)));
        OptionalInt exact = Arrays.equals(split.toByteArray(), bytes) ? OptionalInt.empty() : vocabulary.find(bytes);
        return exact.isPresent() || ids.length != 1 ? exact : OptionalInt.of(ids[0]);
    }

    private String split(int[] ids) {
        return Arrays.stream(ids)
                .limit(SHOWN)
                .mapToObj(id -> visible(id) + " (" + id + ")")
                .collect(Collectors.joining(" | ", "", ids.length > SHOWN ? " | …" : ""));
    }

    private String singleAdvice(String text) {
        String spaced = text.startsWith(" ") ? text.substring(1) : " " + text;
        boolean helps = one(spaced, codec.encode(spaced, false).ids()).isPresent();
        return helps ? "'" + spaced + "', which is one token" : "%tokenize to see how texts split";
    }

    @Override
    public String visible(int id) {
        check(id);
        String known = visible[id];
        if (known == null) {
            known = vocabulary.has(id) ? VisibleToken.of(vocabulary, id) : "⟨" + id + "⟩";
            visible[id] = known;
        }
        return known;
    }

    private int check(int id) {
        if (id < 0 || id >= rows) {
            throw new PatchclampException(
                    "Token " + id + " is not in the vocabulary, which has ids 0 to " + (rows - 1) + ".",
                    "%tokenize TEXT to see the ids of a text");
        }
        return id;
    }

    @Override
    public String toString() {
        return origin + ", " + size() + " tokens";
    }
}
