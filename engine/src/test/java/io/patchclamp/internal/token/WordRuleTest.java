package io.patchclamp.internal.token;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordRuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "GPT2=Don't STOP'S 1234x=Don|'t| STOP|'|S| 1234|x",
                "DIGITS_THEN_GPT2=Don't 1234x²=Don|'t| |1|2|3|4|x|²",
                "LLAMA3=Don't STOP'S 1234x=Don|'t| STOP|'S| |123|4|x",
                "QWEN2=Don't STOP'S 1234x=Don|'t| STOP|'S| |1|2|3|4|x",
                "GPT2=a  b   c =a| | b|  | c| ",
                "DIGITS_THEN_GPT2=a  1=a|  |1",
                "LLAMA3=a  1=a| | |1",
                "LLAMA3=(x) _y «z»=(x|)| _|y| «|z|»",
                "GPT2=(x) _y=(|x|)| _|y",
            })
    void textIsCutAsThePublishedExpressionsCutIt(WordRule rule, String text, String words) {
        assertThat(String.join("|", words(rule, text))).isEqualTo(words);
    }

    @Test
    void newlinesEndARunOfWhiteSpaceOnlyWhereTheExpressionSaysSo() {
        assertThat(words(WordRule.GPT2, "a\n \nb")).containsExactly("a", "\n ", "\n", "b");
        assertThat(words(WordRule.LLAMA3, "a\n \n b")).containsExactly("a", "\n \n", " b");
        assertThat(words(WordRule.LLAMA3, "a!\r\n\n b")).containsExactly("a", "!\r\n\n", " b");
        assertThat(words(WordRule.QWEN2, "a \t b")).containsExactly("a", " \t", " b");
    }

    private static List<String> words(WordRule rule, String text) {
        List<String> words = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = rule.end(text, at, text.length());
            words.add(text.substring(at, end));
            at = end;
        }
        return words;
    }
}
