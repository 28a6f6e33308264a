package io.patchclamp.magic;

import java.util.List;
import java.util.Optional;

import io.patchclamp.magic.MagicSpec.Argument;
import io.patchclamp.magic.MagicSpec.Kind;
import io.patchclamp.magic.MagicSpec.Option;
import io.patchclamp.magic.MagicSpec.Values;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandLineTest {
    private static final MagicSpec LENS = new MagicSpec(
            "lens",
            Kind.LINE,
            "A lens.",
            List.of(
                    Argument.word("NAME", "what is looked at", Values.VARIABLE),
                    Argument.optional("FILE", "where to", Values.PATH)),
            List.of(
                    Option.of("top", "K", "5", "how many", Values.COUNT),
                    Option.of("limit", "P", "", "percentile", Values.NUMBER),
                    Option.of("tokens", "a..b", "", "which tokens", Values.RANGE),
                    Option.of("pool", "none|mean|last", "none", "how tokens are pooled", Values.TEXT),
                    Option.flag("chat", "wraps the prompt"),
                    new Option("with", "EDIT", "", "what is forced", true, Values.TEXT)),
            "%lens rec --top 3",
            "Lens.of(rec)",
            Object.class);

    private static final MagicSpec TEXT = new MagicSpec(
            "text",
            Kind.LINE,
            "A text.",
            List.of(Argument.rest("TEXT", "the rest of the line", Values.TEXT)),
            List.of(Option.flag("chat", "wraps it")),
            "%text Hello",
            "text",
            Object.class);

    private static final MagicSpec FORCE = new MagicSpec(
            "force",
            Kind.CELL,
            "Forces.",
            List.of(Argument.words("SEL=VALUE", "what is forced", Values.SELECTOR)),
            List.of(),
            "%%force L5.mlp.out=0",
            "force",
            Object.class);

    @Test
    void optionsMayStandAnywhereAndBeJoinedByAnEqualsSign() {
        assertThat(lens("rec --top 10").count("top")).contains(10);
        assertThat(lens("--top=10 rec").count("top")).contains(10);
        assertThat(lens("--chat rec f.csv").has("chat")).isTrue();
        assertThat(lens("rec").count("top")).contains(5);
        assertThat(lens("rec").number("limit")).isEmpty();
        assertThat(lens("rec --limit -1.5").number("limit")).contains(-1.5);
        assertThat(lens("rec --tokens 3..7").range("tokens")).contains(new Range(3, 7));
        assertThat(lens("rec --tokens 3").range("tokens")).contains(new Range(3, 3));
    }

    @Test
    void aRepeatableOptionKeepsItsOrder() {
        assertThat(lens("rec --with a --with=b").values("with")).containsExactly("a", "b");
    }

    @Test
    void negativeNumbersAndLastLayersAreNotOptions() {
        assertThat(lens("-1.5 L-1").words("FILE")).containsExactly("L-1");
        assertThat(lens("-1.5").argument("NAME")).contains("-1.5");
    }

    @Test
    void afterTwoHyphensNothingIsAnOption() {
        assertThat(lens("rec -- --top").argument("FILE")).contains("--top");
        assertThat(lens("'--top'").argument("NAME")).contains("--top");
    }

    @Test
    void severalWordsGoToAnArgumentThatTakesThem() {
        assertThat(read(FORCE, "L5.mlp.neurons[1, 2]=0 L-1.mlp.out=-0.5 --as e").words("SEL=VALUE"))
                .containsExactly("L5.mlp.neurons[1, 2]=0", "L-1.mlp.out=-0.5");
    }

    @Test
    void aSelectorMayHaveBlanksBehindItsCommas() {
        assertThat(read(FORCE, "L5.mlp.out, !L6.mlp.out ,embed=0 L7.mlp.out=1").words("SEL=VALUE"))
                .containsExactly("L5.mlp.out, !L6.mlp.out ,embed=0", "L7.mlp.out=1");
    }

    @Test
    void theRestOfALineStaysAsItStands() {
        assertThat(rest("Hello,  \"I am\" don't \\n -x")).isEqualTo("Hello,  \"I am\" don't \\n -x");
        assertThat(rest("\"")).isEqualTo("\"");
        assertThat(rest("--  Paris")).isEqualTo(" Paris");
        assertThat(rest("-- a --chat")).isEqualTo("a --chat");
        assertThat(rest("a -- b")).isEqualTo("a -- b");
    }

    @Test
    void optionsAtEitherEndOfARestOfLineAreRead() {
        MagicCall end = read(TEXT, "Hello, I am --as t --chat");

        assertThat(end.argument("TEXT")).contains("Hello, I am");
        assertThat(end.option("as")).contains("t");
        assertThat(end.has("chat")).isTrue();
        assertThat(read(TEXT, "--as=t Hello").argument("TEXT")).contains("Hello");
        assertThat(rest("x = y --as")).isEqualTo("x = y --as");
        assertThat(rest("a --other b")).isEqualTo("a --other b");
    }

    @Test
    void anUnknownOptionNamesTheNearestAndTheSynopsis() {
        String synopsis = "it is typed %lens NAME [FILE] [--top K] [--limit P] [--tokens a..b] [--pool none|mean|last]"
                + " [--chat] [--with EDIT…] [--as NAME]";
        fails("rec --tpo 3", "Unknown option '--tpo' of %lens.\nTry: --top; " + synopsis);
        fails("rec --zzzzzz", "Unknown option '--zzzzzz' of %lens.\nTry: " + synopsis);
        fails("rec -t 3", "Unknown option '-t' of %lens.\nTry: --as; " + synopsis);
    }

    @Test
    void aMissingValueIsAnError() {
        fails("rec --top", "Option --top of %lens needs a value: how many.\nTry: --top K, such as --top 5");
        fails("rec --with --chat", "Option --with of %lens needs a value: what is forced.\nTry: --with EDIT");
    }

    @Test
    void aValueOfTheWrongKindIsAnError() {
        fails("rec --top x", "Option --top of %lens takes a whole number, 0 or more, got 'x'.\nTry: --top K; how many");
        fails(
                "rec --top -3",
                "Option --top of %lens takes a whole number, 0 or more, got '-3'.\nTry: --top K; how many");
        fails("rec --limit 1d", "Option --limit of %lens takes a number, got '1d'.\nTry: --limit P; percentile");
        fails(
                "rec --tokens 7..3",
                "Option --tokens of %lens takes a range a..b of whole numbers, both included, got '7..3'.\n"
                        + "Try: --tokens a..b; which tokens");
        fails(
                "rec --pool maen",
                "Option --pool of %lens takes one of none, mean, last, got 'maen'.\n"
                        + "Try: --pool mean; how tokens are pooled");
        fails(
                "rec --as class",
                "Option --as of %lens takes the name of a Java variable, got 'class'.\n"
                        + "Try: --as NAME; keeps the result in a Java variable of its real type");
        fails(
                "rec --chat=yes",
                "Option --chat of %lens takes no value, got 'yes'.\nTry: --chat alone, or leave it out");
    }

    @Test
    void tooFewAndTooManyArgumentsAreErrors() {
        assertThatThrownBy(() -> lens(""))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(
                        "%lens needs NAME: what is looked at.\nTry: %lens rec --top 3 ; it is typed %lens");
        assertThatThrownBy(() -> read(TEXT, "  ")).hasMessageStartingWith("%text needs TEXT: the rest of the line.");
        assertThatThrownBy(() -> lens("a b c"))
                .hasMessageStartingWith(
                        "%lens takes only NAME FILE, got 'c' besides.\nTry: quotes around what belongs");
    }

    @Test
    void anOptionGivenTwiceIsAnError() {
        assertThatThrownBy(() -> lens("a --top 1 --top 2"))
                .hasMessageStartingWith(
                        "Option --top of %lens is given twice.\nTry: one --top; it is typed %lens NAME");
    }

    private static void fails(String line, String message) {
        assertThatThrownBy(() -> lens(line)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    private static String rest(String line) {
        return read(TEXT, line).argument("TEXT").orElseThrow();
    }

    private static MagicCall lens(String line) {
        return read(LENS, line);
    }

    private static MagicCall read(MagicSpec spec, String line) {
        return CommandLine.read(spec, line, Optional.empty());
    }
}
