package io.patchclamp.internal.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Byte pairs over bytes written in the {@link ByteAlphabet}: GPT-2 and all that came from it. */
public final class ByteLevelCodec extends AddedTokenCodec {
    private static final int BYTES = 256;
    private static final int NO_TOKEN = -1;

    private final Vocabulary vocabulary;
    private final MergeTable merges;
    private final WordRule rule;
    private final boolean composed;
    private final Map<String, Integer> wholeWords;
    private final int[] byteTokens = new int[BYTES];
    private final WordCache cache = new WordCache();

    /**
     * A codec.
     *
     * @param vocabulary its tokens
     * @param ids id of each token that text can become, by how it is written
     * @param merges its merges
     * @param style how text is cut into words before
     * @param added tokens found in the text before anything else
     * @param marks what is put around a text
     */
    public ByteLevelCodec(
            Vocabulary vocabulary,
            Map<String, Integer> ids,
            MergeTable merges,
            ByteLevelStyle style,
            AddedTokens added,
            Marks marks) {
        super(added, marks);
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.rule = style.rule();
        this.composed = style.composed();
        this.wholeWords = style.wholeWords() ? Map.copyOf(ids) : Map.of();
        for (int b = 0; b < BYTES; b++) {
            byteTokens[b] = ids.getOrDefault(String.valueOf(ByteAlphabet.character(b)), NO_TOKEN);
        }
    }

    @Override
    void split(String text, int from, int to, Symbols out) {
        if (composed) {
            Composed fragment = Composed.of(text, from, to);
            if (fragment != null) {
                int first = out.count;
                words(fragment.text(), 0, fragment.text().length(), out);
                fragment.place(out, first);
                return;
            }
        }
        words(text, from, to, out);
    }

    private void words(String text, int from, int to, Symbols out) {
        int at = from;
        while (at < to) {
            int end = rule.end(text, at, to);
            String word = text.substring(at, end);
            Pieces pieces = cache.get(word);
            if (pieces == null) {
                pieces = word(word);
                cache.put(word, pieces);
            }
            out.addAll(pieces, at);
            at = end;
        }
    }

    private Pieces word(String word) {
        if (!wholeWords.isEmpty()) {
            Integer id = wholeWords.get(ByteAlphabet.written(word.getBytes(StandardCharsets.UTF_8)));
            if (id != null) {
                return new Pieces(new int[] {id}, new int[] {0}, new int[] {word.length()});
            }
        }
        Symbols symbols = new Symbols();
        int at = 0;
        while (at < word.length()) {
            int codePoint = word.codePointAt(at);
            int end = at + Character.charCount(codePoint);
            if (codePoint < 0x80) {
                addByte(symbols, codePoint, at, end);
            } else {
                for (byte b : word.substring(at, end).getBytes(StandardCharsets.UTF_8)) {
                    addByte(symbols, b & 0xFF, at, end);
                }
            }
            at = end;
        }
        PairMerger.merge(symbols, merges);
        return symbols.toPieces();
    }

    /** A byte that the vocabulary has no token for is dropped, as everywhere. */
    private void addByte(Symbols symbols, int value, int start, int end) {
        if (byteTokens[value] != NO_TOKEN) {
            symbols.add(byteTokens[value], start, end);
        }
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(ids).forEach(id -> bytes.writeBytes(ByteAlphabet.bytes(vocabulary.written(id))));
        return Utf8.lossy(bytes.toByteArray());
    }
}
