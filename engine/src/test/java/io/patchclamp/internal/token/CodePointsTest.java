package io.patchclamp.internal.token;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CodePointsTest {
    @Test
    void whatTheJdkKnowsHasTheSameClassHere() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            int type = Character.getType(c);
            if (type == Character.UNASSIGNED || type == Character.SURROGATE) {
                continue;
            }
            boolean number = type == Character.DECIMAL_DIGIT_NUMBER
                    || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER;
            int kind = Character.isLetter(c) ? CodePoints.LETTER : number ? CodePoints.NUMBER : -1;
            if (kind >= 0) {
                assertThat(CodePoints.kind(c)).as("U+%04X", c).isEqualTo(kind);
            } else {
                assertThat(CodePoints.kind(c)).as("U+%04X", c).isIn(CodePoints.OTHER, CodePoints.SPACE);
            }
            assertThat(CodePoints.isDigit(c)).as("U+%04X", c).isEqualTo(number);
        }
    }

    @Test
    void whiteSpaceIsUnicodesAndNotTheJdks() {
        int[] spaces = java.util.stream.IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> CodePoints.kind(c) == CodePoints.SPACE)
                .toArray();
        assertThat(spaces)
                .containsExactly(
                        0x9, 0xA, 0xB, 0xC, 0xD, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                        0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000);
    }

    @Test
    void lettersNewerThanTheOldestJdkAreKnown() {
        assertThat(CodePoints.kind(0x31350)).as("CJK extension H, Unicode 15").isEqualTo(CodePoints.LETTER);
        assertThat(CodePoints.kind(0x10570)).as("Vithkuqi, Unicode 14").isEqualTo(CodePoints.LETTER);
        assertThat(CodePoints.kind(0x11DE0)).as("Tolong Siki digit, Unicode 17").isEqualTo(CodePoints.OTHER);
        assertThat(CodePoints.isDigit(0x11DE0))
                .as("to the step that takes digits apart")
                .isTrue();
    }
}
