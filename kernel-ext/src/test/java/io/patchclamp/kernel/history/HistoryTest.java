package io.patchclamp.kernel.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

import org.junit.jupiter.api.Assumptions;
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
            assertThat(lines.count()).isLessThanOrEqualTo(2 * History.MAX_KEPT + 2);
        }
    }

    @Test
    void twoKernelsAtOnceAreTwoSessionsAndLoseNothing() throws Exception {
        Path file = folder.resolve("history.jsonl");
        History one = new History(file);
        History two = new History(file);
        Thread other = new Thread(() -> fill(two, "two "));
        other.start();
        fill(one, "one ");
        other.join();
        History after = new History(file);
        assertThat(after.search("one *", 0, false)).hasSize(600);
        assertThat(after.search("two *", 0, false)).hasSize(600);
        assertThat(after.search("one *", 1, false).get(0).session())
                .isNotEqualTo(after.search("two *", 1, false).get(0).session());
        assertThat(after.range(-1, 5, 6))
                .singleElement()
                .extracting(History.Entry::input)
                .isEqualTo("two 5");
        assertThat(after.range(-2, 5, 6))
                .singleElement()
                .extracting(History.Entry::input)
                .isEqualTo("one 5");
    }

    private static void fill(History history, String word) {
        for (int i = 1; i <= 600; i++) {
            history.add(i, word + i, null);
        }
    }

    @Test
    void aFileOfNoiseIsPassedOverAndWrittenOn() throws IOException {
        Path file = folder.resolve("history.jsonl");
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        Files.write(file, noise);
        Files.writeString(
                file,
                "\n{\"session\":-3,\"line\":1,\"input\":\"x\"}\n[1]\n7\n{\"session\":1e99}\n{\"session\":2,\"line\":1,"
                        + "\"input\":\"kept\"}\n{\"half",
                StandardOpenOption.APPEND);
        History first = new History(file);
        assertThat(first.tail(9)).extracting(History.Entry::input).containsExactly("kept");
        first.add(1, "new", null);
        assertThat(new History(file).tail(9)).extracting(History.Entry::input).containsExactly("kept", "new");
    }

    @Test
    void aHugeCellIsNotKeptAndALongSessionStaysBounded() throws IOException {
        Path file = folder.resolve("history.jsonl");
        History history = new History(file);
        history.add(1, "x".repeat(History.MAX_CHARS + 1), null);
        history.add(2, "y", null);
        assertThat(history.tail(2)).hasSize(2);
        assertThat(new History(file).tail(2)).extracting(History.Entry::input).containsExactly("y");
        for (int i = 3; i < 12_000; i++) {
            history.add(i, "z" + i, null);
        }
        assertThat(history.tail(100_000)).hasSizeLessThanOrEqualTo(5 * History.MAX_KEPT);
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2 * History.MAX_KEPT + 2);
        assertThat(new History(file).tail(1)).extracting(History.Entry::input).containsExactly("z11999");
    }

    @Test
    void theFileIsTheUsersAlone() throws IOException {
        Path file = folder.resolve("history.jsonl");
        new History(file).add(1, "secret", null);
        Assumptions.assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void patternsAreThoseOfSqlite() {
        assertThat(matches("*", "")).isTrue();
        assertThat(matches("?", "😀")).isTrue();
        assertThat(matches("a*😀*z", "a b😀 c\nz")).isTrue();
        assertThat(matches("[a-c]x", "bx")).isTrue();
        assertThat(matches("[^a-c]x", "bx")).isFalse();
        assertThat(matches("[]x]", "]")).isTrue();
        assertThat(matches("[ab", "[ab")).isTrue();
        assertThat(matches("a.c", "abc")).isFalse();
        assertThat(matches("a*", "A")).isFalse();
        assertThat(matches("\\Q*", "\\Qx")).isTrue();
        assertThat(matches("*a*a*a*a*a*a*a*a*a*a*b", "a".repeat(20_000))).isFalse();
    }

    private static boolean matches(String glob, String text) {
        return new Glob(glob).matches(text);
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
