package io.patchclamp.internal.format;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1 hour", "-x", "@SUM(A1)", "\tx", "\r", "＝1", "＋1", "－1", "＠a", "-1-1", "+", "-"})
    void whatASpreadsheetWouldComputeHasAnApostrophe(String text) {
        assertThat(CsvCell.guarded(text)).isEqualTo("'" + text);
        assertThat(CsvCell.unguarded("'" + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+2", "-0.5", "1e-5", "-3.2E+7", ".5", "-.5", "", "a", "'quoted'", "1=1", " =1", "'"})
    void numbersAndOtherTextStayAsTheyAre(String text) {
        assertThat(CsvCell.guarded(text)).isEqualTo(text);
        assertThat(CsvCell.unguarded(text)).isEqualTo(text);
    }

    @Test
    void anyTextComesBack() {
        Random random = new Random(5);
        String signs = "''==+-@\t\rx1.,\"\n＝ é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(7); n > 0; n--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(CsvCell.unguarded(CsvCell.guarded(text.toString()))).isEqualTo(text.toString());
        }
    }

    @Test
    void commasQuotesAndLineEndsAreQuoted() {
        assertThat(CsvCell.of("=HYPERLINK(\"x\",1)")).isEqualTo("\"'=HYPERLINK(\"\"x\"\",1)\"");
    }
}
