package io.patchclamp.fault;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CaretTest {
    @Test
    void pointsAtThePlace() {
        assertThat(Caret.under("abc", 1)).isEqualTo("\n  abc\n   ^");
        assertThat(Caret.under("abc", 3)).isEqualTo("\n  abc\n     ^");
    }

    @Test
    void countsCharactersAsTheyAreShown() {
        assertThat(Caret.under("😀\tb", 3)).isEqualTo("\n  😀 b\n    ^");
    }

    @Test
    void cutsALongText() {
        String marked = Caret.under("a".repeat(500), 250);

        assertThat(marked).isEqualTo("\n  …" + "a".repeat(120) + "…\n  " + " ".repeat(61) + "^");
    }
}
