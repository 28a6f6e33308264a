package io.patchclamp.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What a file's first bytes tell about it, when they are not what they should be. */
final class Magic {
    private static final int LONGEST_NAME = 80;

    private Magic() {}

    /** The first bytes, as text where they are text. */
    static String shown(byte[] head) {
        byte[] first = Arrays.copyOf(head, Math.min(head.length, 8));
        boolean text = true;
        for (byte b : first) {
            text &= b >= 0x20 && b < 0x7f;
        }
        return text
                ? "'" + new String(first, StandardCharsets.US_ASCII) + "'"
                : "the bytes " + HexFormat.ofDelimiter(" ").formatHex(first);
    }

    /** What it may be instead, as the rest of a sentence; often empty. */
    static String guess(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (isPointer(head)) {
            return " (it is a git-lfs pointer, not the weights themselves)";
        }
        if (text.startsWith("tjgg") || text.startsWith("fmgg") || text.startsWith("lmgg")) {
            return " (it is a GGML file from before GGUF)";
        }
        if (text.startsWith("PK")) {
            return " (it is a zip archive, perhaps PyTorch's own format)";
        }
        if (text.startsWith("GGUF")) {
            return " (it is a GGUF file)";
        }
        if (text.startsWith("<") || text.startsWith("\n<")) {
            return " (it is a web page)";
        }
        return "";
    }

    /** What to do about it. */
    static String advice(byte[] head, String wanted) {
        return isPointer(head) ? "git lfs pull, in the folder of the file" : wanted;
    }

    private static boolean isPointer(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs");
    }

    /** A text from a file, fit for a message: control characters made visible, not endless. */
    static String clean(String text) {
        String cut = text.length() <= LONGEST_NAME
                ? text
                : text.substring(
                                0,
                                Character.isHighSurrogate(text.charAt(LONGEST_NAME - 1))
                                        ? LONGEST_NAME - 1
                                        : LONGEST_NAME)
                        + "…";
        StringBuilder clean = new StringBuilder();
        cut.codePoints()
                .forEach(c ->
                        clean.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? 0xfffd : c));
        return clean.toString();
    }
}
