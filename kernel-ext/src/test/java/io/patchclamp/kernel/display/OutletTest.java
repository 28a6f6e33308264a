package io.patchclamp.kernel.display;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.patchclamp.view.Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutletTest {
    private final Messages messages = new Messages();
    private final Outlet outlet = new Outlet(messages, false);

    private void write(boolean err, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        outlet.write(err, bytes, 0, bytes.length);
    }

    @Test
    void manyPrintsBecomeOneMessage() {
        for (int i = 0; i < 100; i++) {
            write(false, "line " + i + "\n");
        }
        outlet.flush();
        assertThat(messages.all).hasSizeLessThanOrEqualTo(3);
        assertThat(messages.text("stdout")).startsWith("line 0\nline 1\n").endsWith("line 99\n");
    }

    @Test
    void whoeverInterruptsWhatSendsTextDoesNotEndIt() throws InterruptedException {
        write(false, "a");
        assertThat(messages.waitFor("stdout", "a", 1000)).isTrue();
        Thread flusher = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("patchclamp-flush"))
                .findFirst()
                .orElseThrow();
        assertThat(flusher.getThreadGroup().getParent())
                .as("a group that ends with no cell")
                .isNull();
        for (String all : new String[] {"ab", "abc", "abcd"}) {
            flusher.interrupt();
            write(false, all.substring(all.length() - 1));
            assertThat(messages.waitFor("stdout", all, 5000)).isTrue();
        }
    }

    @Test
    void textIsSentByItselfWithinATenthOfASecond() throws InterruptedException {
        write(false, "a");
        assertThat(messages.waitFor("stdout", "a", 1000)).isTrue();
    }

    @Test
    void outAndErrKeepTheirOrder() {
        write(false, "1");
        write(true, "2");
        write(false, "3");
        outlet.display(new Bundle(Map.of("text/plain", "4"), Map.of()), null);
        write(false, "5");
        outlet.flush();
        assertThat(messages.all.stream().map(m -> m.type() + ":" + m.brief()))
                .containsExactly(
                        "stream:stdout 1", "stream:stderr 2", "stream:stdout 3", "display_data:4", "stream:stdout 5");
    }

    @Test
    void aCharacterSplitOverTwoWritesArrivesWhole() {
        byte[] bytes = "é😀".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            outlet.write(false, new byte[] {b}, 0, 1);
        }
        outlet.flush();
        assertThat(messages.text("stdout")).isEqualTo("é😀");
    }

    @Test
    void aRunawayCellIsCutAndSaysWhereTheRestIs() throws IOException {
        String chunk = "x".repeat(1_000_000);
        for (int i = 0; i < 25; i++) {
            write(false, chunk);
        }
        outlet.flush();
        String text = messages.text("stdout");
        assertThat(text.length()).isBetween(Allowance.CHARACTERS - 1_000_000, Allowance.CHARACTERS + 400);
        Matcher cut = Pattern.compile(
                        "\\[cut: this cell wrote more than 20000000 characters; the rest is in (\\S+) until")
                .matcher(text.substring(Allowance.CHARACTERS - 1_000_000));
        assertThat(cut.find()).isTrue();
        assertThat(Files.size(Path.of(cut.group(1)))).isEqualTo(25_000_000 - 20_000_000);
    }

    @Test
    void whoeverCannotAnswerIsNotAsked() {
        assertThatThrownBy(() -> outlet.ask("name?", false))
                .hasMessageContaining("allow_stdin is false")
                .hasMessageContaining("Try: run the cell in JupyterLab");
    }

    @Test
    void aThreadKeepsTheOutletOfTheCellThatStartedIt() throws InterruptedException {
        Messages first = new Messages();
        Messages second = new Messages();
        Thread cell = new Thread(() -> {
            new Outlet(first, false).enter();
            Thread late = new Thread(() -> {
                sleep(100);
                OutletOfThread.current().write(false, "late".getBytes(StandardCharsets.UTF_8), 0, 4);
                OutletOfThread.current().flush();
            });
            late.start();
            new Outlet(second, false).enter();
            OutletOfThread.current().write(false, "now".getBytes(StandardCharsets.UTF_8), 0, 3);
            OutletOfThread.current().flush();
            join(late);
        });
        cell.start();
        cell.join();
        assertThat(first.text("stdout")).isEqualTo("late");
        assertThat(second.text("stdout")).isEqualTo("now");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
