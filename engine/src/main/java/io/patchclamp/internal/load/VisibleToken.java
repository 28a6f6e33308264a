package io.patchclamp.internal.load;

import java.util.Locale;

import io.patchclamp.internal.token.Utf8;
import io.patchclamp.internal.token.Vocabulary;

/** Tokens printed so that nothing in them is invisible. */
final class VisibleToken {
    private static final String EMPTY = "⟨empty⟩";
    private static final String DOTTED_CIRCLE = "\u25CC";

    private VisibleToken() {}

    static String of(Vocabulary vocabulary, int id) {
        if (vocabulary.isSpecial(id)) {
            String bare = bare(vocabulary.written(id));
            return bare.isEmpty() ? EMPTY : "⟨" + bare + "⟩";
        }
        byte[] bytes = vocabulary.bytes(id);
        if (bytes.length == 0) {
            return EMPTY;
        }
        StringBuilder out = new StringBuilder();
        Utf8.walk(bytes, new Utf8.Reader() {
            @Override
            public void character(int codePoint) {
                append(out, codePoint);
            }

            @Override
            public void wrong(int offset, int length) {
                for (int i = offset; i < offset + length; i++) {
                    out.append(String.format(Locale.ROOT, "⟨0x%02X⟩", bytes[i] & 0xFF));
                }
            }
        });
        return out.toString();
    }

    /** {@code im_start} of {@code <|im_start|>}, {@code s} of {@code <s>}, {@code CLS} of {@code [CLS]}. */
    private static String bare(String written) {
        String bare = written;
        if (enclosed(bare, '<', '>') || enclosed(bare, '[', ']')) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (enclosed(bare, '|', '|') || enclosed(bare, '\uFF5C', '\uFF5C')) {
            bare = bare.substring(1, bare.length() - 1);
        }
        StringBuilder out = new StringBuilder();
        bare.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static boolean enclosed(String text, char open, char close) {
        return text.length() > 2 && text.charAt(0) == open && text.charAt(text.length() - 1) == close;
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case ' ' -> out.append('·');
            case '\n' -> out.append('⏎');
            case '\t' -> out.append('⇥');
            default -> {
                if (isMark(c) && out.length() == 0) {
                    out.append(DOTTED_CIRCLE);
                }
                if (isInvisible(c)) {
                    out.append(String.format(Locale.ROOT, c < 0x80 ? "⟨0x%02X⟩" : "⟨U+%04X⟩", c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
