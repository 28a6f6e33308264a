package io.patchclamp.internal.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Letters, numbers and white space as the {@code tokenizers} library sees them. The JDK's own tables differ between
 * releases (17 knows Unicode 13, 25 knows 16), so the same text would split differently: these are read from a file.
 */
final class CodePoints {
    static final int OTHER = 0;
    static final int LETTER = 1;
    static final int NUMBER = 2;
    static final int SPACE = 3;
    /** Set beside the kind where a rule that takes digits apart would cut. */
    private static final int DIGIT = 4;

    private static final String TABLE = "unicode.txt";
    private static final byte[] KINDS = read();

    private CodePoints() {}

    static int kind(int codePoint) {
        return KINDS[codePoint] & SPACE;
    }

    static boolean isDigit(int codePoint) {
        return (KINDS[codePoint] & DIGIT) != 0;
    }

    private static byte[] read() {
        byte[] kinds = new byte[Character.MAX_CODE_POINT + 1];
        try (InputStream in = CodePoints.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    fill(kinds, line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kinds;
    }

    /** One line: a class, then first-last pairs in base 36, each counted from the end of the one before. */
    private static void fill(byte[] kinds, String line) {
        String[] fields = line.split(" ");
        int bits =
                switch (fields[0]) {
                    case "letter" -> LETTER;
                    case "number" -> NUMBER;
                    case "space" -> SPACE;
                    case "digit" -> DIGIT;
                    default -> throw new IllegalStateException(TABLE + ": class " + fields[0]);
                };
        int at = 0;
        for (int i = 1; i < fields.length; i += 2) {
            int first = at + Integer.parseInt(fields[i], Character.MAX_RADIX);
            at = first + Integer.parseInt(fields[i + 1], Character.MAX_RADIX);
            for (int c = first; c < at; c++) {
                kinds[c] |= (byte) bits;
            }
        }
    }
}
