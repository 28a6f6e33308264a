package io.patchclamp.magic;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "L5.mlp.neurons[1,2]",
                "L5.mlp.neurons[1, 2]",
                "L{0,5}.mlp.out",
                "L{0, 5}.mlp.out",
                "L-1.mlp.neurons[0..99]+",
                "/a b/",
                "!/^L. mlp/[3]",
                "C:\\tmp\\f.txt",
                "\\\\server\\share",
                "-1.5",
                "don't",
                "logit(\" Paris\")",
                "prob(\" yes (\")",
                "/tmp/a",
                "L5.mlp.neurons[3]=-0.5",
                "日本語.npz"
            })
    void aWordThatNeedsNoQuotesStaysAsItIs(String word) {
        assertThat(texts(word)).containsExactly(word);
        assertThat(texts("x " + word + "  y")).containsExactly("x", word, "y");
    }

    @Test
    void blanksOfAnyKindSplitWords() {
        assertThat(texts(" a\tb   c ")).containsExactly("a", "b", "c");
        assertThat(texts("")).isEmpty();
        assertThat(texts("   ")).isEmpty();
    }

    @Test
    void quotesKeepBlanksAndEmptyTexts() {
        assertThat(texts("'a b' \"c d\" \"\" ''")).containsExactly("a b", "c d", "", "");
        assertThat(texts("--metric='logit(\" a\") - logit(\" b\")'"))
                .containsExactly("--metric=logit(\" a\") - logit(\" b\")");
    }

    @Test
    void aBackslashEscapesAQuoteAndInDoubleQuotesItself() {
        assertThat(texts("\\\"a\\\"")).containsExactly("\"a\"");
        assertThat(texts("\"a\\\"b\\\\c\\d\"")).containsExactly("a\"b\\c\\d");
        assertThat(texts("'a\\b'")).containsExactly("a\\b");
        assertThat(texts("\"C:\\tmp\\new.txt\"")).containsExactly("C:\\tmp\\new.txt");
    }

    @Test
    void twoPathsAreNotARegularExpression() {
        assertThat(texts("/tmp/x y /tmp/z/")).containsExactly("/tmp/x", "y", "/tmp/z/");
    }

    @Test
    void wordsKnowWhereTheyStand() {
        List<Words.Word> words = Words.of("save", " a 'b c'");

        assertThat(words.get(0)).isEqualTo(new Words.Word("a", 1, 2, false));
        assertThat(words.get(1)).isEqualTo(new Words.Word("b c", 3, 8, true));
    }

    @Test
    void anOpenQuoteIsAnErrorThatSaysWhere() {
        assertThatThrownBy(() -> texts("a \"b c"))
                .isInstanceOf(UsageException.class)
                .hasMessage("The quote \" opened at column 3 of %save's arguments is never closed: a \"b c\n"
                        + "Try: close it, or write \\\" if the quote itself is meant");
    }

    private static List<String> texts(String line) {
        return Words.of("save", line).stream().map(Words.Word::text).toList();
    }
}
