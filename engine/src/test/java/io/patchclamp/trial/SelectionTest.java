package io.patchclamp.trial;

import java.util.List;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.model.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelectionTest {
    private static final Trials TRIALS = Trials.parse("""
            prompt | cond | len | word form | other
            The [[dog]] barks | animal | 3 | sg | 3.0
            The [[dogs]] bark | animal | 8 | pl | 3
            In [[Rome]] it rains | city | 8 | sg |
            In [[Oslo]] it snows | city | 12.5 | sg | x
            Nothing | | | pl | 1
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "cond == 'city' and len < 9 → 2",
                "COND == \"city\" → 2 3",
                "cond != 'city' → 0 1 4",
                "len >= 8 → 1 2 3",
                "len == 3.0 → 0",
                "len == other → 0",
                "cond in ['city', 'x'] → 2 3",
                "len in [3, 8] → 0 1 2",
                "cond not in ['city'] → 0 1 4",
                "not cond == 'city' → 0 1 4",
                "!(cond == 'city' | len == 3) → 1 4",
                "cond == '' → 4",
                "len < 100 → 0 1 2 3",
                "`word form` == 'pl' or cond == 'city' and len > 9 → 1 3 4",
                "prompt == 'Nothing' && `word form` == 'pl' → 4",
                "cond=='city'&len>9 → 3",
                "other == 'x' → 3",
            })
    void anExpressionChoosesTrials(String expression, String numbers) {
        assertThat(TRIALS.matching(expression)).extracting(String::valueOf).containsExactly(numbers.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "cnd == 'city' → There is no column 'cnd' in 'cnd == 'city''; the columns are cond, len, word form,"
                        + " other, prompt. → 'cond'",
                "cond == city → There is no column 'city' in 'cond == city'; the columns are cond, len, word form, other,"
                        + " prompt. → 'city' in quotes if it is a text, or the column 'cond'",
                "cond = 'city' → The selection 'cond = 'city'' has no comparison here. → '==' to compare",
                "cond → The selection 'cond' has no comparison here. → ==, !=, <, <=, >, >= or in ['a', 'b']",
                "cond == → The selection 'cond ==' has no value here. → a column, a text in quotes or a number",
                "cond == 'a → The selection 'cond == 'a' has no value here. → a column, a text in quotes or a number",
                "cond == 'a' len < 3 → The selection 'cond == 'a' len < 3' goes on after its end. → 'and' or 'or' between"
                        + " two conditions",
                "(cond == 'a' → The selection '(cond == 'a'' opens a parenthesis that is never closed. → ')'",
                "cond in 'a' → The selection 'cond in 'a'' has no list after 'in'. → in ['a', 'b']",
                "cond in ['a' → The selection 'cond in ['a'' opens a list that is never closed. → ']'",
                "cond < 3 → The column 'cond' is compared with a number, but the trial 'The dog barks' has 'animal'"
                        + " there. → cond == 'animal', with quotes, compares texts",
                "len < 'a' → 'a' is a text, and texts are neither less nor greater. → a number without quotes, or == and"
                        + " != for texts",
                "cond == 'Animal' → No trial is left: none of 5 meets 'cond == 'Animal''. → a weaker"
                        + " condition; 'cond' is 'animal' or 'city' or ''",
            })
    void aWrongExpressionSaysWhereAndWhat(String expression, String what, String advice) {
        assertThatThrownBy(() -> TRIALS.where(expression))
                .isInstanceOf(PatchclampException.class)
                .message()
                .startsWith(what)
                .contains("\nTry: " + advice);
    }

    @Test
    void aDeepExpressionIsRefusedAndALongOneIsRead() {
        assertThatThrownBy(() -> TRIALS.where("(".repeat(5000)))
                .isInstanceOf(PatchclampException.class)
                .hasMessageContaining("nests deeper than 100");
        assertThat(TRIALS.matching("cond == '" + "x".repeat(200_000) + "'")).isEmpty();
        assertThat(TRIALS.matching("!".repeat(10_001) + "cond == 'city'")).containsExactly(0, 1, 4);
    }

    @Test
    void aScreenKeepsALogOfWhatItDropped() {
        Screened screened = TRIALS.screen()
                .drop(Reason.WRONG_ANSWER, item -> item.prompt().contains("snows"), "said 'rains'")
                .where("cond == 'city' or cond == 'animal'")
                .drop(Reason.BY_HAND, 1);

        assertThat(screened.numbers()).containsExactly(0, 2);
        assertThat(screened.trials()).isEqualTo(TRIALS.choose(List.of(0, 2)));
        assertThat(screened.log())
                .hasToString("2 of 5 trials kept (40 %); dropped: 1 wrong answer, 1 not selected, 1 by hand");
        assertThat(screened.log().drops())
                .containsExactly(
                        new DropLog.Drop(3, "In Oslo it snows", Reason.WRONG_ANSWER, "said 'rains'"),
                        new DropLog.Drop(4, "Nothing", Reason.NOT_SELECTED, "cond == 'city' or cond == 'animal'"),
                        new DropLog.Drop(1, "The dogs bark", Reason.BY_HAND, "by hand"));
        assertThatThrownBy(() -> screened.drop(Reason.BY_HAND, 1))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("There is no trial 1 to drop: 2 of 5 trials kept");
    }

    @Test
    void balanceCountsEveryCellAlsoTheEmptyOnes() {
        Balance balance = Trials.parse("""
                        prompt | a | b
                        1 | x | u
                        2 | x | u
                        3 | y | v
                        """).balance("A", "b");

        assertThat(balance.cells())
                .containsExactly(
                        new Balance.Cell(List.of("x", "u"), 2),
                        new Balance.Cell(List.of("x", "v"), 0),
                        new Balance.Cell(List.of("y", "u"), 0),
                        new Balance.Cell(List.of("y", "v"), 1));
        assertThat(balance.even()).isFalse();
        assertThat(balance.warnings())
                .containsExactly(
                        "2 of 4 cells have no trial, such as a 'x' × b 'v'; effects of a and b cannot all be told apart.",
                        "Cells have 1 to 2 trials; means over cells weigh them unequally.",
                        "a 'y' × b 'v' has 1 trial; n is stimuli, and fewer than 5 say little about others.",
                        "'a' and 'b' go together in every trial; no effect can be put down to one of them.");
        assertThatThrownBy(() -> TRIALS.balance("cnd"))
                .hasMessage("The trials have no column 'cnd'; they have cond, len, word form, other.\nTry: 'cond'");
        assertThatThrownBy(() -> Trials.of("a").balance("cnd"))
                .hasMessage("The trials have no column 'cnd'; they have none, only prompts.\n"
                        + "Try: a table with a header, such as prompt | cnd");
    }

    @Test
    void aRepeatedPromptIsRefusedAndCanBeCollapsed() {
        Trials repeated = Trials.parse("prompt | cond | id\na | x | 1\nb | y | 2\na | x | 3\na | x | 4");

        assertThat(repeated.replicates()).containsExactly(List.of(0, 2, 3));
        assertThatThrownBy(repeated::refuseReplicates)
                .isInstanceOf(PatchclampException.class)
                .hasMessage("2 of 4 trials repeat a prompt, such as 'a' in trials 0 and 2: a model has no noise, so a"
                        + " repetition adds to n and to nothing else.\n"
                        + "Try: trials.collapsed(), which keeps one of each, or different prompts");
        assertThat(repeated.collapsed().numbers()).containsExactly(0, 1);
        assertThat(repeated.collapsed().log()).hasToString("2 of 4 trials kept (50 %); dropped: 2 repeated prompt");
        TRIALS.refuseReplicates();
        assertThat(TRIALS.collapsed().log().drops()).isEmpty();
    }

    @Test
    void anEventThatBeginsWithinATokenIsSaid() {
        Trials.Item item = Trials.parse("a un[[like]] b").items().get(0);
        Tokens one = new Tokens(
                item.prompt(), List.of(1, 2, 3), List.of("a", "·unlike", "·b"), List.of(0, 1, 8), List.of(1, 8, 10));
        Tokens two = new Tokens(
                item.prompt(),
                List.of(1, 2, 3, 4),
                List.of("a", "·un", "like", "·b"),
                List.of(0, 1, 4, 8),
                List.of(1, 4, 8, 10));

        assertThat(EventSpan.of(0, item, one)).hasToString("'like' is ·unlike, which holds more than the event");
        assertThat(EventSpan.of(0, item, two)).hasToString("'like' is like");
        Trials.Item whole = Trials.parse("a [[unlike]] b").items().get(0);
        assertThat(EventSpan.of(0, whole, one).exact()).isTrue();
        Tokens none = new Tokens(item.prompt(), List.of(1), List.of("a"), List.of(0), List.of(1));
        assertThatThrownBy(() -> EventSpan.of(0, item, none))
                .hasMessage("The event of 'a unlike b' overlaps no token.\nTry: [[…]] around at least one character");
    }

    @Test
    void theSamePromptWithAnotherEventIsAnotherItem() {
        assertThat(Trials.parse("[[a]] b\na [[b]]").replicates()).isEmpty();
    }

    @Test
    void aPromptInTwoConditionsCannotBeCollapsed() {
        assertThatThrownBy(
                        () -> Trials.parse("prompt | cond\na | x\nb | y\na | y").collapsed())
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("The prompt 'a' is in two conditions, cond 'x' and 'y' (trials 0 and 2)");
    }
}
