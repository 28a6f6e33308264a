package io.patchclamp.internal.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.internal.json.Json;
import io.patchclamp.internal.token.Pieces;
import io.patchclamp.internal.token.TextCodec;
import io.patchclamp.internal.token.Utf8;

/** A {@code tokenizer.json} run by the library it was written for. Nothing is truncated or padded. */
public final class JsonTokenizer implements TextCodec {
    /** By itself the library cuts after 512 tokens, and does what the file says about padding. */
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");

    private static final String SPACE = "\u2581";

    private final HuggingFaceTokenizer tokenizer;

    private JsonTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.
     *
     * @param root what a tokenizer.json holds
     * @return the tokenizer
     * @throws IOException if the library cannot read it; the message says why
     * @throws LoadException if there is no library for this machine
     */
    public static JsonTokenizer of(Map<String, Object> root) throws IOException {
        Panics.check(root);
        String json = Json.write(root);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library finds its native half through this loader, once for the whole process.
        thread.setContextClassLoader(JsonTokenizer.class.getClassLoader());
        try {
            LibrarySettings.apply();
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            return new JsonTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), OPTIONS));
        } catch (LinkageError | IllegalStateException e) {
            throw noLibrary(e);
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static LoadException noLibrary(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new LoadException(
                "The tokenizer library cannot be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ": " + cause + ".",
                "./patchclamp doctor; natives are unpacked to "
                        + LibrarySettings.home().resolve("djl") + ", which must be writable with 500 MB free",
                e);
    }

    @Override
    public Pieces encode(String raw, boolean marks) {
        String text = Utf8.wellFormed(raw);
        Encoding encoding = split(text, marks);
        int[] ids = Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
        String[] tokens = encoding.getTokens();
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] units = units(text);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int last = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            boolean inText = span != null && span.getEnd() > span.getStart();
            starts[i] = inText ? units[span.getStart()] : last;
            boolean invented = inText && tokens[i].equals(SPACE) && !isSpace(text.charAt(starts[i]));
            ends[i] = inText && !invented ? units[span.getEnd()] : starts[i];
            last = Math.max(last, ends[i]);
        }
        return new Pieces(ids, starts, ends);
    }

    private Encoding split(String text, boolean marks) {
        try {
            return tokenizer.encode(text, marks, false);
        } catch (RuntimeException e) {
            throw new PatchclampException(
                    "The model's tokenizer.json cannot split this text: " + e.getMessage() + ".",
                    "another text, or fetch the model's files again",
                    e);
        }
    }

    /** SentencePiece puts a space first, and the library lays it over the first character of the text. */
    private static boolean isSpace(char c) {
        return c == ' ' || c == SPACE.charAt(0);
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
