package io.patchclamp.internal.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.patchclamp.internal.token.Pieces;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Utf8;

/** A {@code tokenizer.json} run by the library it was written by. Nothing is truncated or padded. */
public final class JsonTokenizer implements TextCodec {
    /** Keeps the library from asking the network whether it runs on a cloud machine. */
    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    private final HuggingFaceTokenizer tokenizer;

    static {
        if (System.getProperty(OPT_OUT) == null && System.getenv(OPT_OUT) == null) {
            System.setProperty(OPT_OUT, "true");
        }
    }

    private JsonTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.
     *
     * @param json the text of a tokenizer.json
     * @return the tokenizer
     * @throws IOException if the library cannot read it; the message says why
     */
    public static JsonTokenizer of(String json) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library finds its native half through this loader, once for the whole process.
        thread.setContextClassLoader(JsonTokenizer.class.getClassLoader());
        try {
            Map<String, String> options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");
            return new JsonTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), options));
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Pieces encode(String raw, boolean marks) {
        String text = Utf8.wellFormed(raw);
        Encoding encoding = tokenizer.encode(text, marks, false);
        int[] ids = Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] units = units(text);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int last = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            boolean inText = span != null && span.getEnd() > span.getStart();
            starts[i] = inText ? units[span.getStart()] : last;
            ends[i] = inText ? units[span.getEnd()] : last;
            last = Math.max(last, ends[i]);
        }
        return new Pieces(ids, starts, ends);
    }

    /** Spans count code points: where each begins in UTF-16 units, and the text's end. */
    private static int[] units(String text) {
        int[] units = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 0; i + 1 < units.length; i++) {
            units[i + 1] = text.offsetByCodePoints(units[i], 1);
        }
        return units;
    }

    @Override
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }
}
