package io.patchclamp.internal.token;

import java.text.Normalizer;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComposedTest {
    @Test
    void composedTextNeedsNothing() {
        assertThat(Composed.of("café", 0, 4)).isNull();
        assertThat(Composed.of("cafe\u0301 x", 6, 7)).isNull();
    }

    @Test
    void aLetterThatSwallowedItsAccentSpansBoth() {
        assertThat(spans("xcafe\u0301s", 1, 7)).isEqualTo("c1..2 a2..3 f3..4 é4..6 s6..7 ");
    }

    @Test
    void accentsThatStayKeepTheirPlace() {
        assertThat(spans("a\u0301\u0302", 0, 3)).isEqualTo("á0..2 \u03022..3 ");
        assertThat(spans("q\u0323\u0307e\u0301", 0, 5)).isEqualTo("q0..1 \u03231..2 \u03072..3 é3..5 ");
    }

    @Test
    void accentsThatChangePlacesSpanEachOther() {
        assertThat(spans("q\u0307\u0323", 0, 3)).isEqualTo("q0..1 \u03231..3 \u03071..3 ");
    }

    @Test
    void koreanLettersBecomeSyllables() {
        assertThat(spans("\u1112\u1161\u11AB\uAC00\u11A8", 0, 5)).isEqualTo("한0..3 각3..5 ");
    }

    @Test
    void oneCharacterMayBecomeSeveral() {
        assertThat(spans("\uFB1Da\u0344", 0, 3)).isEqualTo("\u05D90..1 \u05B40..1 ä1..3 \u03011..3 ");
        Composed note = Composed.of("\uD834\uDD5E!", 0, 3);
        assertThat(note.text()).isEqualTo("\uD834\uDD57\uD834\uDD65!");
        assertThat(note.starts()).startsWith(0, 0, 0, 0, 2);
        assertThat(note.ends()).startsWith(2, 2, 2, 2, 3);
    }

    /** U+1193D is of 2020: a newer table sorts it among the marks around it, the library does not. */
    @Test
    void whatIsYoungerThanTheLibraryStaysWhereItIs() {
        String halanta = new String(Character.toChars(0x1193D));
        Composed composed = Composed.of("e\u0301\u034C" + halanta + "\u034D\u0323\u0301", 0, 8);
        assertThat(composed.text()).isEqualTo("\u00E9\u034C" + halanta + "\u034D\u0323\u0301");
        String pair = new String(Character.toChars(0x11935)) + new String(Character.toChars(0x11930));
        assertThat(Composed.of("e\u0301" + pair, 0, 6).text()).isEqualTo("\u00E9" + pair);
    }

    @Test
    void pieceByPieceIsTheSameAsAllAtOnce() {
        Random random = new Random(11);
        int[] first = {0x20, 0x41, 0xC0, 0x300, 0x900, 0x1100, 0x1160, 0x11A8, 0x1E00, 0x3040, 0xAC00, 0xF900, 0x11300};
        int[] count = {0x5F, 0x3A, 0x140, 0x70, 0x600, 0x13, 0x20, 0x1B, 0x100, 0x60, 0x400, 0x100, 0x1D0};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                int pool = random.nextInt(first.length);
                text.appendCodePoint(first[pool] + random.nextInt(count[pool]));
            }
            String whole = text.codePoints()
                    .filter(c -> !Composed.isYoung(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            Composed composed = Composed.of(whole, 0, whole.length());
            String expected = Normalizer.normalize(whole, Normalizer.Form.NFC);
            assertThat(composed == null ? whole : composed.text()).isEqualTo(expected);
        }
    }

    private static String spans(String text, int from, int to) {
        Composed composed = Composed.of(text, from, to);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < composed.text().length(); i++) {
            out.append(composed.text().charAt(i))
                    .append(composed.starts()[i])
                    .append("..")
                    .append(composed.ends()[i])
                    .append(' ');
        }
        return out.toString();
    }
}
