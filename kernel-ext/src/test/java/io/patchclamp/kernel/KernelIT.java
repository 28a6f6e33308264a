package io.patchclamp.kernel;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The kernel as a process, over the wire. One kernel for all, as in a notebook; the last test ends it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KernelIT {
    @TempDir
    static Path folder;

    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        client = Client.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
    }

    @Test
    @Order(1)
    void aSubscriberIsWelcomedFirst() {
        Client.Message first = client.welcome();
        assertThat(first.type()).isEqualTo("iopub_welcome");
        assertThat(first.text("subscription")).isEmpty();
    }

    @Test
    @Order(2)
    void theKernelSaysWhatItIsOnBothChannels() {
        Client.Answer answer = client.ask("kernel_info_request", "{}");
        assertThat(answer.types()).containsExactly("busy", "idle");
        JsonObject info = answer.reply().content();
        assertThat(info.get("status").getAsString()).isEqualTo("ok");
        assertThat(info.get("protocol_version").getAsString()).isEqualTo("5.6");
        assertThat(info.getAsJsonObject("language_info").get("name").getAsString())
                .isEqualTo("java");
        assertThat(client.control("kernel_info_request", "{}").text("implementation"))
                .isEqualTo("patchclamp");
        assertThat(client.beat("thump")).isEqualTo("thump");
    }

    @Test
    void aCellThatWaitsForTheKernelToStartCanBeInterrupted() throws Exception {
        Path other = Files.createDirectory(folder.resolve("early"));
        try (Client early = Client.start(other)) {
            early.welcome();
            String id = early.send("execute_request", Client.execute("Thread.sleep(100_000)", ""));
            early.published(m -> m.parent().equals(id) && m.type().equals("execute_input"));
            early.control("interrupt_request", "{}");
            assertThat(early.answer(id).reply().text("ename")).isEqualTo("KeyboardInterrupt");
            assertThat(early.run("5").value()).isEqualTo("5");
        }
    }

    @Test
    void aCellIsFramedByBusyAndIdle() {
        Client.Answer answer = client.run("System.out.println(\"hi\");\n6 * 7");
        assertThat(answer.types()).containsExactly("busy", "execute_input", "stream", "execute_result", "idle");
        assertThat(answer.value()).isEqualTo("42");
        assertThat(answer.stream("stdout")).isEqualTo("hi\n");
        assertThat(answer.reply().text("status")).isEqualTo("ok");
    }

    @Test
    void anErrorIsOneErrorMessage() {
        Client.Answer answer = client.run("throw new IllegalStateException(\"boom\");");
        assertThat(answer.types()).containsExactly("busy", "execute_input", "error", "idle");
        assertThat(answer.reply().text("status")).isEqualTo("error");
        assertThat(answer.reply().text("ename")).isEqualTo("IllegalStateException");
        assertThat(answer.reply().text("evalue")).isEqualTo("boom");
    }

    @Test
    void everyOneOfAHundredThousandLinesArrivesInOrder() {
        long began = System.nanoTime();
        Client.Answer answer = client.run("for (int i = 0; i < 100_000; i++) System.out.println(\"line \" + i);");
        assertThat((System.nanoTime() - began) / 1e9).isLessThan(12); // three on a quiet machine
        List<String> lines = answer.stream("stdout").lines().toList();
        assertThat(lines).hasSize(100_000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("line " + i);
        }
        assertThat(answer.published()).hasSizeLessThan(5000);
    }

    @Test
    void twoHundredResultsOfFourMegabytesAreNotKept() {
        String used = "System.gc(); Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()";
        client.run("new int[8]");
        long before = Long.parseLong(client.run(used).value());
        for (int i = 0; i < 200; i++) {
            client.run("new int[1_000_000]");
        }
        long growth = Long.parseLong(client.run(used).value()) - before;
        assertThat(growth / 1e6).isLessThan(120);
    }

    @Test
    void outputBehindTheCellBelongsToTheCell() throws InterruptedException {
        String id = client.send(
                "execute_request",
                Client.execute(
                        "new Thread(() -> { try { Thread.sleep(400); } catch (InterruptedException e) { }"
                                + " System.out.print(\"late\"); }).start();",
                        ""));
        client.answer(id);
        String other = client.send("execute_request", Client.execute("Thread.sleep(10)", ""));
        Client.Message late = client.published(m -> m.type().equals("stream"));
        assertThat(late.parent()).isEqualTo(id).isNotEqualTo(other);
        assertThat(late.text("text")).isEqualTo("late");
    }

    @Test
    void runawayCellsStopAndTheKernelGoesOn() throws Exception {
        client.run("int kept = 41;\nimport java.util.concurrent.*;");
        List<String> shapes = List.of(
                "while (true) { }",
                "long s = 0; for (long i = 0;; i++) { s += i * i; if (s == 42) break; }",
                "Thread.sleep(100_000)",
                "new CountDownLatch(1).await()",
                "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(80)",
                "LongStream.range(0, Long.MAX_VALUE).map(v -> v ^ 3).sum()",
                "LongStream.range(0, Long.MAX_VALUE).parallel().sum()",
                "new java.math.BigInteger(\"3\").pow(200_000_000).bitLength()",
                "new java.net.ServerSocket(0).accept()",
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }",
                "System.in.read()",
                "new Scanner(System.in).nextLine()",
                "IntStream.range(0, 8).parallel().forEach(i -> { while (true) { } })",
                "var pool = Executors.newFixedThreadPool(2);\nfor (int i = 0; i < 2; i++) pool.submit(() -> { while (true) { } });\n"
                        + "new CountDownLatch(1).await()");
        for (String shape : shapes) {
            String id = client.send("execute_request", Client.execute(shape, "\"allow_stdin\": true"));
            TimeUnit.MILLISECONDS.sleep(400);
            long began = System.nanoTime();
            assertThat(client.control("interrupt_request", "{}").text("status")).isEqualTo("ok");
            Client.Answer answer = client.answer(id);
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(answer.reply().text("ename")).as(shape).isEqualTo("KeyboardInterrupt");
            assertThat(seconds).as(shape).isLessThan(3); // one on a quiet machine
            assertThat(client.run("kept + 1").value()).as(shape).isEqualTo("42");
        }
        assertThat(isQuiet())
                .as("some second within twenty costs less than a fifth of a second of CPU")
                .isTrue();
    }

    /** The JIT may still be busy with what has ended; a thread that burns CPU never ends. */
    private static boolean isQuiet() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            long before = cpuMillis();
            TimeUnit.SECONDS.sleep(1);
            if (cpuMillis() - before < 200) {
                return true;
            }
        }
        return false;
    }

    private static long cpuMillis() {
        return client.kernel.toHandle().info().totalCpuDuration().orElseThrow().toMillis();
    }

    @Test
    void aLateAnswerIsNotTakenForTheNextQuestion() {
        String first = client.send("execute_request", Client.execute("System.in.read()", "\"allow_stdin\": true"));
        client.question();
        client.control("interrupt_request", "{}");
        assertThat(client.answer(first).reply().text("status")).isEqualTo("error");
        client.reply("stale");
        String second = client.send(
                "execute_request", Client.execute("new Scanner(System.in).nextLine()", "\"allow_stdin\": true"));
        assertThat(client.question().type()).isEqualTo("input_request");
        client.reply("fresh é");
        assertThat(client.answer(second).value()).isEqualTo("fresh é");
    }

    @Test
    void aPromptAndAPasswordAreAskedFor() {
        String id = client.send("execute_request", Client.execute("password(\"pin? \")", "\"allow_stdin\": true"));
        Client.Message question = client.question();
        assertThat(question.text("prompt")).isEqualTo("pin? ");
        assertThat(question.content().get("password").getAsBoolean()).isTrue();
        client.reply("1234");
        assertThat(client.answer(id).value()).isEqualTo("1234");
        String silent = client.send("execute_request", Client.execute("System.in.read()", "\"allow_stdin\": false"));
        assertThat(client.answer(silent).reply().text("evalue")).contains("allow_stdin is false");
    }

    @Test
    void cursorsCountCodePoints() {
        String code = "String h = \"😀\"; h.lengt";
        Client.Message reply = client.ask(
                        "complete_request",
                        "{\"code\": \"String h = \\\"😀\\\"; h.lengt\", \"cursor_pos\": "
                                + code.codePointCount(0, code.length()) + "}")
                .reply();
        assertThat(reply.content().getAsJsonArray("matches").toString()).contains("length()");
        assertThat(reply.content().get("cursor_start").getAsInt()).isEqualTo(18);
        assertThat(reply.content().get("cursor_end").getAsInt()).isEqualTo(23);
        assertThat(client.ask("inspect_request", "{\"code\": \"Math.abs\", \"cursor_pos\": 8, \"detail_level\": 0}")
                        .reply()
                        .content()
                        .get("found")
                        .getAsBoolean())
                .isTrue();
        assertThat(client.ask("is_complete_request", "{\"code\": \"int f() {\"}")
                        .reply()
                        .text("indent"))
                .isEqualTo("    ");
    }

    @Test
    void queuedCellsAreAbortedAfterAnErrorAndTheNextOneIsNot() {
        List<String> ids = new ArrayList<>();
        for (String code : List.of("Thread.sleep(300)", "int bad = 1 / 0;", "\"second\"", "\"third\"")) {
            ids.add(client.send("execute_request", Client.execute(code, "")));
        }
        List<String> states =
                ids.stream().map(id -> client.answer(id).reply().text("status")).toList();
        assertThat(states).containsExactly("ok", "error", "aborted", "aborted");
        assertThat(client.run("\"after\"").value()).isEqualTo("after");
        String on = client.send("execute_request", Client.execute("int bad = 1 / 0;", "\"stop_on_error\": false"));
        String next = client.send("execute_request", Client.execute("\"on\"", ""));
        client.answer(on);
        assertThat(client.answer(next).value()).isEqualTo("on");
    }

    @Test
    void aSilentCellLeavesNoTrace() {
        int before = client.run("1").reply().content().get("execution_count").getAsInt();
        Client.Answer silent = client.answer(
                client.send("execute_request", Client.execute("int hush = 5;\nhush", "\"silent\": true")));
        assertThat(silent.types()).containsExactly("busy", "idle");
        Client.Answer after = client.answer(client.send(
                "execute_request",
                Client.execute("hush", "\"user_expressions\": {\"twice\": \"hush * 2\", \"bad\": \"nowhere\"}")));
        assertThat(after.reply().content().get("execution_count").getAsInt()).isEqualTo(before + 1);
        JsonObject expressions = after.reply().content().getAsJsonObject("user_expressions");
        assertThat(expressions
                        .getAsJsonObject("twice")
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("10");
        assertThat(expressions.getAsJsonObject("bad").get("status").getAsString())
                .isEqualTo("error");
        String history = client.ask("history_request", "{\"hist_access_type\": \"tail\", \"n\": 2, \"output\": true}")
                .reply()
                .content()
                .get("history")
                .toString();
        assertThat(history).contains("[\"hush\",\"5\"]").doesNotContain("int hush");
    }

    @Test
    void unknownRequestsAreFramedAndAnswered() {
        Client.Answer answer = client.ask("no_such_request", "{}");
        assertThat(answer.types()).containsExactly("busy", "idle");
        assertThat(answer.reply().text("status")).isEqualTo("error");
        assertThat(client.ask("comm_info_request", "{}")
                        .reply()
                        .content()
                        .getAsJsonObject("comms")
                        .size())
                .isZero();
        assertThat(client.answerToComm("nowhere")).contains("comm_close");
    }

    @Test
    void garbageIsDroppedWhileCellsRun() {
        Random random = new Random(5);
        byte[] delimiter = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
        String id = client.send("execute_request", Client.execute("Thread.sleep(500); 7", ""));
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            switch (random.nextInt(4)) {
                case 0 -> client.sendRaw(noise);
                case 1 -> client.sendRaw(delimiter, noise);
                case 2 -> client.sendRaw(noise, delimiter, noise, noise, noise, noise, noise, noise, noise);
                default -> client.sendRaw(delimiter, noise, "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(client.answer(id).value()).isEqualTo("7");
        assertThat(client.run("8").value()).isEqualTo("8");
    }

    @Test
    void displaysUpdateInPlaceAndThePagerOpens() {
        Client.Answer answer =
                client.run("display(\"a\", \"id\"); update(\"id\", \"b\"); clearOutput(); page(\"text\");");
        assertThat(answer.types())
                .containsExactly(
                        "busy", "execute_input", "display_data", "update_display_data", "clear_output", "idle");
        assertThat(answer.reply().content().getAsJsonArray("payload").toString())
                .contains("\"source\":\"page\"");
    }

    @Test
    void aKernelEndsWithTheServerThatStartedIt() throws Exception {
        Process server = new ProcessBuilder("sleep", "1000").start();
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Client orphan = Client.start(other, server.pid())) {
            assertThat(orphan.welcome().type()).isEqualTo("iopub_welcome");
            server.destroyForcibly();
            assertThat(orphan.kernel.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shutdownEndsTheProcessWhateverRuns() throws Exception {
        client.run("var t = new Thread(() -> { while (true) { } });\nt.setDaemon(false);\nt.start();");
        client.send("execute_request", Client.execute("Thread.sleep(100_000)", ""));
        assertThat(client.control("shutdown_request", "{\"restart\": false}").text("status"))
                .isEqualTo("ok");
        assertThat(client.kernel.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(client.kernel.exitValue()).isZero();
    }
}
