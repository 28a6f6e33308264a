package io.patchclamp.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.patchclamp.fault.LoadException;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.trial.Trials.Item;
import io.patchclamp.trial.Trials.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrialFileTest {
    @TempDir
    Path folder;

    @Test
    void readsCommaSeparatedValues() throws IOException {
        Path file = write(
                "stimuli.CSV",
                "\ufeffprompt,answer\r\n\"The [[cat]], he said \"\"no\"\"\", Paris \r\n\r\n\"two\nlines\",\n x\\n,\"\"\n");

        assertThat(Trials.read(file).items())
                .containsExactly(
                        new Item("The cat, he said \"no\"", Map.of("answer", " Paris "), Optional.of(new Span(4, 7))),
                        new Item("two\nlines", Map.of("answer", ""), Optional.empty()),
                        new Item(" x\\n", Map.of("answer", ""), Optional.empty()));
    }

    @Test
    void aTableOfAnotherSeparatorSaysSo() throws IOException {
        Path semicolons = write("de.csv", "\ufeffprompt;x\r\n\"The [[cat]]\";1,5\r\n");
        Path tabs = write("tab.csv", "prompt\tx\nThe cat\t2\n");
        assertThatThrownBy(() -> Trials.read(semicolons))
                .hasMessageContaining("Line 1 of 'de.csv' has semicolons between its cells");
        assertThatThrownBy(() -> Trials.read(tabs))
                .hasMessageContaining("Line 1 of 'tab.csv' has tabs between its cells");
    }

    /** What a spreadsheet would compute is text here. */
    @Test
    void aFormulaIsAText() throws IOException {
        Path file = write("stimuli.csv", "prompt,n\n=1+1,@SUM(A1)\n\"=HYPERLINK(\"\"x\"\")\",-2\n+3,\u0000\n");
        assertThat(Trials.read(file).items().stream().map(Item::prompt))
                .containsExactly("=1+1", "=HYPERLINK(\"x\")", "+3");
        assertThat(Trials.read(file).items().get(0).columns()).isEqualTo(Map.of("n", "@SUM(A1)"));
    }

    @Test
    void anyTextIsTrialsOrSaysWhyNot() throws IOException {
        Random random = new Random(20261122);
        List<String> csv =
                List.of("\"", "\"\"", ",", "\n", "\r\n", "\r", "=1", "[[", "]]", "\\", "|", "\u0000", "😀", "a", " ");
        List<String> jsonl = List.of(
                "{",
                "}",
                "[",
                "]",
                "\"a\":",
                "\"prompt\":",
                "\"x\"",
                ",",
                "\n",
                "null",
                "NaN",
                "1e999",
                "-0",
                "\\ud83d");
        for (int round = 0; round < 3000; round++) {
            boolean table = round % 2 == 0;
            List<String> parts = table ? csv : jsonl;
            StringBuilder text = new StringBuilder(round % 3 == 0 ? (table ? "prompt,a\n" : "{\"prompt\":\"x\"") : "");
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            Path file = write(table ? "fuzz.csv" : "fuzz.jsonl", text.toString());
            try {
                assertThat(Trials.read(file).count()).isPositive();
            } catch (PatchclampException e) {
                assertThat(e.getMessage()).contains("\nTry: ");
            }
        }
        Path deep = write("deep.jsonl", "{\"prompt\":" + "[".repeat(200_000));
        assertThatThrownBy(() -> Trials.read(deep)).isInstanceOf(PatchclampException.class);
        Path wide = write("wide.csv", "prompt" + ",".repeat(100_000) + "\nx");
        assertThatThrownBy(() -> Trials.read(wide)).isInstanceOf(PatchclampException.class);
    }

    @Test
    void aFileThatTheHeapCannotHoldIsRefused() throws IOException {
        Path file = write("huge.csv", "prompt\nx");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap(new byte[] {'x'}), Runtime.getRuntime().maxMemory());
        }
        assertThatThrownBy(() -> Trials.read(file))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("'" + file + "' cannot be read: it has ")
                .hasMessageContaining(" MB, and is read as a whole; the heap has ");
    }

    @Test
    void readsObjectsLineByLine() throws IOException {
        Path file = write("stimuli.jsonl", """
                {"group": "a", "prompt": "x [[\\u00e9]]\\n", "n": 1, "f": 0.25, "yes": true}

                {"prompt": "y", "group": null, "n": -2, "f": 1e3, "yes": false}
                """);

        assertThat(Trials.read(file).items())
                .containsExactly(
                        new Item(
                                "x é\n",
                                Map.of("group", "a", "n", "1", "f", "0.25", "yes", "true"),
                                Optional.of(new Span(2, 3))),
                        new Item("y", Map.of("group", "", "n", "-2", "f", "1000.0", "yes", "false"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "a.csv → `` → 'a.csv' is empty. → a line of names, then one row a trial",
                "a.csv → prompt⏎ → There are no trials: the header (prompt) has no row under it. → one row a trial",
                "a.csv → promt,x⏎a,b → Line 1 of 'a.csv' has no column 'prompt'; its columns are promt, x. → "
                        + "'prompt' instead of 'promt', if the texts are there",
                "a.csv → prompt,x⏎a,b⏎c → Line 3 of 'a.csv' has 1 cell, the header has 2: prompt | x. → one cell a"
                        + " column",
                "a.csv → prompt,x⏎\"a⏎b\",1⏎\"c,2⏎ → Line 4 of 'a.csv' opens a quote that is never closed. → "
                        + "a quote at the cell's end; two quotes (\"\") for a quote inside it",
                "a.csv → prompt,x⏎\"a\" b,1⏎ → Line 2 of 'a.csv' goes on after a closing quote: ' b,1'. → "
                        + "two quotes (\"\") for a quote inside a quoted cell",
                "a.csv → prompt,x⏎[[a,1⏎ → Line 2 of 'a.csv' opens an event with '[[' and never closes it. → "
                        + "']]' at the event's end, or \\[[ and \\]] for brackets that mark nothing",
                "a.jsonl → `` → 'a.jsonl' is empty. → one JSON object with a \"prompt\" a line",
                "a.jsonl → {\"promt\":\"a\"} → Line 1 of 'a.jsonl' has no column 'prompt'; its columns are promt. → "
                        + "'prompt' instead of 'promt', if the texts are there",
                "a.jsonl → {\"prompt\":\"a\"}⏎{\"prompt\":\"b\",\"n\":1} → Line 2 of 'a.jsonl' has the names prompt,"
                        + " n, the first row prompt. → the same names in every line; null where there is no value",
                "a.jsonl → {\"prompt\":[\"a\"]} → Line 1 of 'a.jsonl' has a list or an object as 'prompt'. → "
                        + "text, a number, true, false or null",
            })
    void mistakesNameTheirLine(String name, String content, String what, String advice) throws IOException {
        Path file = write(name, content == null ? "" : content.replace('⏎', '\n'));

        assertThatThrownBy(() -> Trials.read(file))
                .isInstanceOf(PatchclampException.class)
                .hasMessage(what + "\nTry: " + advice);
    }

    @Test
    void brokenJsonNamesItsLine() throws IOException {
        Path file = write("a.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":");

        assertThatThrownBy(() -> Trials.read(file))
                .isInstanceOf(PatchclampException.class)
                .hasMessageStartingWith("Line 2 of 'a.jsonl' is not the JSON we expect: ")
                .hasMessageEndingWith(
                        "\nTry: one complete object a line: {\"prompt\": \"Hello\", \"condition\": \"a\"}");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path missing = folder.resolve("none.csv");
        Path text = write("a.txt", "Hello");
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "prompt\ncafé".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Trials.read(missing))
                .isInstanceOf(LoadException.class)
                .hasMessage("There is no file '" + missing + "'.\nTry: a path relative to the notebook's folder");
        assertThatThrownBy(() -> Trials.read(text))
                .isInstanceOf(LoadException.class)
                .hasMessage("'" + text + "' is neither a .csv nor a .jsonl file."
                        + "\nTry: a .csv file, or a .jsonl file with one object a line");
        assertThatThrownBy(() -> Trials.read(latin))
                .isInstanceOf(LoadException.class)
                .hasMessage("'" + latin + "' is not UTF-8 text.\nTry: to save it as UTF-8");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void aRowWithoutAPromptIsRefusedWithItsLine() throws IOException {
        for (Path file : List.of(
                write("empty.csv", "prompt,x\nThe owl,1\n,2\n"),
                write("empty.jsonl", "{\"prompt\": \"The owl\"}\n\n{\"prompt\": \"\"}\n"))) {
            assertThatThrownBy(() -> Trials.read(file))
                    .isInstanceOf(PatchclampException.class)
                    .hasMessageStartingWith("Line 3 of '" + file.getFileName() + "' has an empty prompt.");
        }
    }
}
