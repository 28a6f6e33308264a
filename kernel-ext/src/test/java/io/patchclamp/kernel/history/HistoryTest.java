package io.patchclamp.kernel.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void cellsOutliveTheKernel() {
        Path file = folder.resolve("a").resolve("history.jsonl");
        History first = new History(file);
        first.add(1, "int x = 3;", null);
        first.add(2, "x", "3");
        History second = new History(file);
        second.add(1, "x + 1\n\"é\"", "4");
        assertThat(second.tail(2))
                .containsExactly(new History.Entry(1, 2, "x", null), new History.Entry(2, 1, "x + 1\n\"é\"", "4"));
        assertThat(second.range(-1, 1, 2)).containsExactly(new History.Entry(1, 1, "int x = 3;", null));
        assertThat(second.range(0, 0, 0)).hasSize(1);
    }

    @Test
    void aPatternFindsCellsAndUniqueOnesOnlyOnce() {
        History history = new History(folder.resolve("history.jsonl"));
        history.add(1, "a*b", null);
        history.add(2, "axb", null);
        history.add(3, "axb", null);
        assertThat(history.search("a?b", 0, false)).hasSize(3);
        assertThat(history.search("a?b", 0, true)).hasSize(2);
        assertThat(history.search("ax*", 1, false)).containsExactly(new History.Entry(1, 3, "axb", null));
        assertThat(history.search("a.b", 0, false)).isEmpty();
    }

    @Test
    void theFileStaysBoundedAndABrokenLineHurtsNobody() throws IOException {
        Path file = folder.resolve("history.jsonl");
        History history = new History(file);
        for (int i = 1; i <= 2 * History.MAX_KEPT + 1; i++) {
            history.add(i, "cell " + i, null);
        }
        Files.writeString(file, "{\"session\":1,\"li", StandardOpenOption.APPEND);
        assertThat(new History(file).tail(1))
                .containsExactly(
                        new History.Entry(1, 2 * History.MAX_KEPT + 1, "cell " + (2 * History.MAX_KEPT + 1), null));
        try (var lines = Files.lines(file)) {
            assertThat(lines.count()).isEqualTo(History.MAX_KEPT);
        }
    }

    @Test
    void aHomeThatCannotBeWrittenCostsOnlyTheFile() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        History history = new History(blocked.resolve("history.jsonl"));
        history.add(1, "x", null);
        history.add(2, "y", null);
        assertThat(history.tail(5)).hasSize(2);
    }
}
