package io.patchclamp.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrialsTest {
    @Test
    void eachLineThatIsNotEmptyIsAPrompt() {
        assertThat(prompts("Hello, I am your\n\n  \t\nThe cat\n")).containsExactly("Hello, I am your", "The cat");
        assertThat(prompts("one line")).containsExactly("one line");
        assertThat(prompts("a\r\nb\r\n")).containsExactly("a", "b");
    }

    @Test
    void spacesAtTheEndsOfAPlainLineStay() {
        assertThat(prompts("  The cat is \nx\t")).containsExactly("  The cat is ", "x\t");
    }

    @Test
    void commentsAreNoPrompts() {
        assertThat(prompts("# first\nHello\n#second\n # not a comment\n\\# Title"))
                .containsExactly("Hello", " # not a comment", "# Title");
    }

    @Test
    void backslashEscapesAreFew() {
        assertThat(prompts("a\\nb\\\\n \\t \\alpha C:\\x \\| \\")).containsExactly("a\nb\\n \\t \\alpha C:\\x | \\");
        assertThat(prompts("\\# a \\# b")).containsExactly("# a \\# b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "The [[cat]] sat → The cat sat → 4 → 7",
                "[[cat]] → cat → 0 → 3",
                "😀 [[é😀]]! → 😀 é😀! → 3 → 6",
                "a\\n[[b\\nc]] → a⏎b⏎c → 2 → 5",
                "\\[[1]] [[x[0]]] → - → - → -",
                "\\[[1\\]] [[x[0]]] → [[1]] x[0] → 6 → 10",
                "[[[a]]] → [a] → 0 → 3",
                "[[ a ]] → ` a ` → 0 → 3",
            })
    void marksAreRemovedAndRememberedInUtf16(String line, String text, String start, String end) {
        if (text.equals("-")) {
            assertThatThrownBy(() -> Trials.parse(line)).isInstanceOf(PatchclampException.class);
            return;
        }
        Item item = Trials.parse(line).items().get(0);

        assertThat(item.prompt()).isEqualTo(text.replace('⏎', '\n'));
        assertThat(item.event()).contains(new Span(Integer.parseInt(start), Integer.parseInt(end)));
    }

    @Test
    void aHeaderMakesATable() {
        Trials trials = Trials.parse("""
                # capitals
                prompt | answer | n

                The capital of [[France]] is | " Paris" |  3
                  a \\| b\\n | | x|y
                """);

        assertThat(trials.columns()).containsExactly("answer", "n");
        assertThat(trials.items())
                .containsExactly(
                        new Item(
                                "The capital of France is",
                                Map.of("answer", " Paris", "n", "3"),
                                Optional.of(new Span(15, 21))),
                        new Item("a | b\n", Map.of("answer", "", "n", "x|y"), Optional.empty()));
        assertThat(trials.items().get(0).columns().keySet()).containsExactly("answer", "n");
    }

    @Test
    void thePromptMayBeAnyColumnInAnyCase() {
        Trials trials = Trials.parse("group | PROMPT\na | \"Hi\"");

        assertThat(trials.items()).containsExactly(new Item("\"Hi\"", Map.of("group", "a"), Optional.empty()));
    }

    @Test
    void aBarInAPlainPromptIsNoHeader() {
        assertThat(prompts("f(x) | g(x)\nprompt | b")).containsExactly("f(x) | g(x)", "prompt | b");
        assertThat(prompts("yes \\| no")).containsExactly("yes | no");
        assertThat(prompts("a|b")).containsExactly("a|b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "`` → The body has no prompt: it is empty. → one prompt a line",
                "⏎  ⏎ → The body has no prompt: it is empty. → one prompt a line",
                "# only⏎#this → The body has no prompt, only comments. → one prompt a line",
                "a⏎b [[c → Line 2 opens an event with '[[' and never closes it. → "
                        + "']]' at the event's end, or \\[[ and \\]] for brackets that mark nothing",
                "a[b[0]] → Line 1 closes an event with ']]' that was never opened. → "
                        + "'[[' where the event begins, or \\[[ and \\]] for brackets that mark nothing",
                "[[a]] b]] → Line 1 closes an event with ']]' that was never opened. → "
                        + "'[[' where the event begins, or \\[[ and \\]] for brackets that mark nothing",
                "[[a]] [[b]] → Line 1 marks two events; a trial has one. → "
                        + "one [[…]] a prompt, or \\[[ and \\]] for brackets that mark nothing",
                "[[a [[b]] c]] → Line 1 opens an event inside an event. → "
                        + "one [[…]] a prompt, or \\[[ and \\]] for brackets that mark nothing",
                "x⏎⏎y [[]] → Line 3 marks nothing: '[[]]'. → [[…]] around a part of the prompt",
                "prompt | a⏎x → Line 2 has 1 cell, the header has 2: prompt | a. → "
                        + "one cell a column, with ' | ' between them; '\\|' for a bar inside a cell",
                "prompt | a⏎# c⏎x | y | z → Line 3 has 3 cells, the header has 2: prompt | a. → "
                        + "one cell a column, with ' | ' between them; '\\|' for a bar inside a cell",
                "text | a⏎x | y → The first line, 'text | a', looks like a table's header, but no column is 'prompt'. "
                        + "→ 'prompt' as the name of the column with the texts, or '\\|' for a bar that is part of a"
                        + " prompt",
                "prompt|a⏎x|y → The first line, 'prompt|a', looks like a table's header, but its bars have no space"
                        + " around them. → 'prompt | a'",
                "prompt | A | a⏎x | y | z → Line 1 names two columns 'A' and 'a'; upper and lower case do not tell"
                        + " columns apart. → another name for one of them",
                "prompt | I | i⏎x | y | z → Line 1 names two columns 'I' and 'i'; upper and lower case do not tell"
                        + " columns apart. → another name for one of them",
                "prompt | a |⏎x | y → Line 1 has a column without a name, the third of prompt | a | . → "
                        + "a name for every column, and no bar at the ends of the line",
                "prompt | a → There are no trials: the header (prompt | a) has no row under it. → one row a trial",
                "prompt | event_start⏎x | 0 → Line 1 has 'event_start' without 'event_end'. → "
                        + "both columns, or [[…]] around the event in the prompts",
                "prompt | event_start | event_end⏎cat | 2 | 9 → Line 2 has an event from '2' to '9' in a prompt of 3"
                        + " characters. → 0 ≤ event_start < event_end ≤ 3, or both cells empty",
            })
    void mistakesNameTheirLine(String body, String what, String advice) {
        assertThatThrownBy(() -> Trials.parse(body == null ? "" : body.replace('⏎', '\n')))
                .isInstanceOf(PatchclampException.class)
                .hasMessage(what + "\nTry: " + advice);
    }

    @Test
    void aTableKeepsWhatTheTrialsAre() {
        Trials trials = Trials.parse("""
                prompt | group | n | note
                The [[cat]] | a | 1 | 2x
                \\[[x\\]] | b | -2.5e1 | \"\"
                dog | a | | c
                """);
        Table table = trials.table();

        assertThat(table.columnNames()).containsExactly("prompt", "group", "n", "note", "event_start", "event_end");
        assertThat(table.doubleColumn("n").get(1)).isEqualTo(-25);
        assertThat(table.doubleColumn("n").isMissing(2)).isTrue();
        assertThat(table.intColumn("event_start").get(0)).isEqualTo(4);
        assertThat(table.intColumn("event_end").isMissing(2)).isTrue();
        Trials back = Trials.from(table);
        assertThat(back.items().get(1).columns()).containsEntry("n", "-25");
        assertThat(back.table().toString()).isEqualTo(table.toString());
        assertThat(back.items().stream().map(Item::prompt)).containsExactly("The cat", "[[x]]", "dog");
        assertThat(back.items().stream().map(Item::event))
                .containsExactly(Optional.of(new Span(4, 7)), Optional.empty(), Optional.empty());
    }

    @Test
    void aTableWithoutEventsHasNoColumnsForThem() {
        assertThat(Trials.of("a", "b").table().columnNames()).containsExactly("prompt");
    }

    @Test
    void aTablesMarksAreRead() {
        Table table = Table.create(
                "stimuli",
                StringColumn.create("Prompt", List.of("a [[b]]", "c")),
                IntColumn.create("n", new int[] {1, 2}),
                DoubleColumn.create("x", new double[] {0.5, 3}));

        assertThat(Trials.from(table).items())
                .containsExactly(
                        new Item("a b", Map.of("n", "1", "x", "0.5"), Optional.of(new Span(2, 3))),
                        new Item("c", Map.of("n", "2", "x", "3"), Optional.empty()));
    }

    @Test
    void aTableMustHaveAPromptAndARow() {
        Table other = Table.create("stimuli", StringColumn.create("promt", List.of("a")), IntColumn.create("n", 1));
        Table empty = Table.create(StringColumn.create("prompt"));

        assertThatThrownBy(() -> Trials.from(other))
                .hasMessage("The table 'stimuli' has no column 'prompt'; its columns are promt, n."
                        + "\nTry: 'prompt' instead of 'promt', if the texts are there");
        assertThatThrownBy(() -> Trials.from(empty))
                .hasMessage("There are no trials: the header (prompt) has no row under it.\nTry: one row a trial");
    }

    @Test
    void promptsGivenOneByOneAreTakenAsTheyAre() {
        assertThat(Trials.of("[[a]]", "# \\n").items().stream().map(Item::prompt))
                .containsExactly("[[a]]", "# \\n");
        assertThat(Trials.of("a", "b").count()).isEqualTo(2);
    }

    @Test
    void noBodyMakesAnyOtherError() {
        String[] scraps = {
            "prompt",
            " | ",
            "|",
            "[[",
            "]]",
            "\\",
            "n",
            "#",
            "\n",
            "\r\n",
            " ",
            "a",
            "event_start",
            "event_end",
            "1",
            "\"",
            "😀",
            "\ud83d",
            "Prompt",
            "\t",
            "\u00a0",
            "group"
        };
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(i % 3 == 0 ? "prompt | group\n" : "");
            for (int n = random.nextInt(12); n > 0; n--) {
                body.append(scraps[random.nextInt(scraps.length)]);
            }
            try {
                for (Item item : Trials.parse(body.toString()).items()) {
                    item.event().ifPresent(e -> assertThat(item.prompt().substring(e.start(), e.end()))
                            .isNotEmpty());
                }
                read++;
            } catch (PatchclampException e) {
                assertThat(e).hasMessageContaining("\nTry: ");
            }
        }
        assertThat(read).isBetween(5_000, 18_000);
    }

    private static List<String> prompts(String body) {
        return Trials.parse(body).items().stream()
                .peek(i -> assertThat(i.event()).isEmpty())
                .map(Item::prompt)
                .toList();
    }
}
