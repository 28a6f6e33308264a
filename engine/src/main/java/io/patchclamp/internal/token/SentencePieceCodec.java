package io.patchclamp.internal.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Byte pairs as SentencePiece writes them: {@code ▁} for a space, a token for each byte of what has no token of its own.
 */
public final class SentencePieceCodec extends AddedTokenCodec {
    /** How a space is written. */
    public static final char SPACE = '\u2581';

    private static final int NO_TOKEN = SentencePieceStyle.NO_TOKEN;

    private final Vocabulary vocabulary;
    private final Map<String, Integer> ids;
    private final MergeTable merges;
    private final boolean spaceFirst;
    private final int unknown;
    private final int[] byteTokens;
    private final boolean[] isByte;
    private final boolean wordsApart;
    private final WordCache cache = new WordCache();

    /**
     * A codec.
     *
     * @param vocabulary its tokens
     * @param ids id of each token, by how it is written
     * @param merges its merges
     * @param style what it does beside merging
     * @param added tokens found in the text before anything else
     * @param marks what is put around a text
     */
    public SentencePieceCodec(
            Vocabulary vocabulary,
            Map<String, Integer> ids,
            MergeTable merges,
            SentencePieceStyle style,
            AddedTokens added,
            Marks marks) {
        super(added, marks);
        this.vocabulary = vocabulary;
        this.ids = Map.copyOf(ids);
        this.merges = merges;
        this.unknown = style.unknown();
        this.spaceFirst = style.spaceFirst();
        this.byteTokens = style.byteTokens().clone();
        isByte = new boolean[vocabulary.size()];
        for (int id : this.byteTokens) {
            if (id != NO_TOKEN) {
                isByte[id] = true;
            }
        }
        wordsApart =
                ids.containsKey(String.valueOf(SPACE)) && ids.keySet().stream().noneMatch(SentencePieceCodec::bridges);
    }

    /** Whether a token holds a space after something else. If none does, no merge reaches from one word to the next. */
    private static boolean bridges(String written) {
        int at = written.lastIndexOf(SPACE);
        return at > 0 && !written.substring(0, at).chars().allMatch(c -> c == SPACE);
    }

    @Override
    void split(String text, int from, int to, Symbols out) {
        String spaced = text.substring(from, to).replace(' ', SPACE);
        int shift = spaceFirst ? 1 : 0;
        if (spaceFirst) {
            spaced = SPACE + spaced;
        }
        int first = out.count;
        int at = 0;
        while (at < spaced.length()) {
            int end = wordEnd(spaced, at);
            String word = spaced.substring(at, end);
            Pieces pieces = cache.get(word);
            if (pieces == null) {
                pieces = word(word);
                cache.put(word, pieces);
            }
            out.addAll(pieces, at);
            at = end;
        }
        for (int i = first; i < out.count; i++) {
            out.starts[i] = from + Math.max(out.starts[i] - shift, 0);
            out.ends[i] = from + Math.max(out.ends[i] - shift, 0);
        }
    }

    private int wordEnd(String text, int from) {
        if (!wordsApart) {
            return text.length();
        }
        int at = from;
        while (at < text.length() && text.charAt(at) == SPACE) {
            at++;
        }
        int space = text.indexOf(SPACE, at);
        return space < 0 ? text.length() : space;
    }

    private Pieces word(String word) {
        Symbols symbols = new Symbols();
        int at = 0;
        while (at < word.length()) {
            int end = at + Character.charCount(word.codePointAt(at));
            String character = word.substring(at, end);
            Integer id = ids.get(character);
            if (id != null) {
                symbols.add(id, at, end);
            } else if (!addBytes(symbols, character, at, end) && unknown != NO_TOKEN) {
                addUnknown(symbols, at, end);
            }
            at = end;
        }
        PairMerger.merge(symbols, merges);
        return symbols.toPieces();
    }

    private boolean addBytes(Symbols symbols, String character, int start, int end) {
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (byteTokens[b & 0xFF] == NO_TOKEN) {
                return false;
            }
        }
        for (byte b : bytes) {
            symbols.add(byteTokens[b & 0xFF], start, end);
        }
        return true;
    }

    /** Neighbouring unknown characters are one unknown token. */
    private void addUnknown(Symbols symbols, int start, int end) {
        int last = symbols.count - 1;
        if (last >= 0 && symbols.ids[last] == unknown) {
            symbols.ends[last] = end;
        } else {
            symbols.add(unknown, start, end);
        }
    }

    @Override
    public String decode(int[] tokens) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : tokens) {
            if (isByte[id]) {
                bytes.write(vocabulary.bytes(id)[0]);
            } else {
                flush(bytes, text);
                text.append(vocabulary.written(id).replace(SPACE, ' '));
            }
        }
        flush(bytes, text);
        boolean drop = spaceFirst && text.length() > 0 && text.charAt(0) == ' ';
        return drop ? text.substring(1) : text.toString();
    }

    /** A run of byte tokens is text only if all of it is; otherwise each byte is one {@code U+FFFD}. */
    private static void flush(ByteArrayOutputStream bytes, StringBuilder text) {
        byte[] run = bytes.toByteArray();
        text.append(Utf8.isText(run) ? new String(run, StandardCharsets.UTF_8) : "\uFFFD".repeat(run.length));
        bytes.reset();
    }
}
