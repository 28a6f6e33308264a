package io.patchclamp.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;

/** A kernel among those who wish it ill, or merely speak another language. It logs all that it logs at any level. */
class HostileIT {
    private static final int FRAMES = 10_000;

    @TempDir
    static Path folder;

    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=ALL
                .level=ALL
                io.level=ALL
                io.patchclamp.level=ALL
                """);
        client = Client.start(
                folder,
                ProcessHandle.current().pid(),
                "-Djava.util.logging.config.file=" + logging,
                "-Dorg.slf4j.simpleLogger.log.ai.djl=trace");
        client.welcome();
        assertThat(client.run("1 + 1").value()).isEqualTo("2");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static String log() throws IOException {
        return new String(Files.readAllBytes(folder.resolve("kernel.log")), StandardCharsets.UTF_8);
    }

    @Test
    void tenThousandFramesOfGarbageOnEachChannelChangeNoAnswer() throws Exception {
        List<Thread> senders = new ArrayList<>();
        for (int channel = 0; channel < 5; channel++) {
            int to = channel;
            Thread thread = new Thread(() -> assault(to));
            thread.start();
            senders.add(thread);
        }
        double slowest = 0;
        int asked = 0;
        while (senders.stream().anyMatch(Thread::isAlive) || asked < 20) {
            long began = System.nanoTime();
            assertThat(client.run("\"n\" + " + asked).value()).isEqualTo("n" + asked);
            slowest = Math.max(slowest, (System.nanoTime() - began) / 1e9);
            asked++;
            if (asked % 10 == 0) {
                answerAQuestion();
            }
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(slowest).as("the slowest of %s cells, in seconds", asked).isLessThan(5);
        assertThat(client.control("kernel_info_request", "{}").text("status")).isEqualTo("ok");
        assertThat(client.beat("thump")).isEqualTo("thump");
        answerAQuestion();
        List<String> said =
                log().lines().filter(l -> l.contains("dropped a message")).toList();
        assertThat(said).hasSizeBetween(5, 8).allMatch(l -> l.contains("others of this kind"));
        assertThat(log()).doesNotContain("SEVERE");
    }

    private static void answerAQuestion() {
        String id = client.send("execute_request", Client.execute("input(\"? \")", "\"allow_stdin\": true"));
        assertThat(client.question().text("prompt")).isEqualTo("? ");
        client.reply("mine");
        assertThat(client.answer(id).value()).isEqualTo("mine");
    }

    /** Each on sockets of its own, as strangers are. */
    private static void assault(int channel) {
        Hostile hostile = new Hostile(client, "channel" + channel);
        SocketType type = channel == 3 ? SocketType.XSUB : SocketType.DEALER;
        try (ZMQ.Socket socket = client.stranger(channel, type)) {
            Random random = new Random(channel);
            if (channel < 2) {
                hostile.sendOnce(socket);
            }
            for (int i = 0; i < FRAMES; i++) {
                if (channel == 3) {
                    byte[] noise = new byte[1 + random.nextInt(20)];
                    random.nextBytes(noise);
                    noise[0] = (byte) random.nextInt(3);
                    Hostile.send(socket, random.nextInt(9) == 0 ? List.of(noise, noise, noise) : List.of(noise));
                } else {
                    hostile.send(socket, i);
                }
                if (i % 100 == 0) {
                    pause();
                }
            }
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(2);
    }

    @Test
    void bytesThatAreNoZeroMqHurtNobody() throws Exception {
        Random random = new Random(3);
        for (int port : client.ports()) {
            for (int i = 0; i < 20; i++) {
                byte[] noise = new byte[200 + random.nextInt(5000)];
                random.nextBytes(noise);
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    OutputStream out = socket.getOutputStream();
                    out.write(i % 2 == 0 ? noise : "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                } catch (IOException hungUp) {
                    continue;
                }
            }
        }
        assertThat(client.run("2 + 3").value()).isEqualTo("5");
        assertThat(client.beat("still")).isEqualTo("still");
    }

    @Test
    void aMessageThatIsTooLargeIsDroppedAndWhoAnnouncesAGigabyteIsHungUpOn() throws Exception {
        try (ZMQ.Socket socket = client.stranger(0, SocketType.DEALER)) {
            socket.send(new byte[40 << 20]);
            TimeUnit.SECONDS.sleep(1);
        }
        for (int i = 0; i < 8; i++) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), client.ports().get(i % 5))) {
                announceAGigabyte(socket);
            }
        }
        assertThat(client.run("3 + 4").value()).isEqualTo("7");
        assertThat(client.control("kernel_info_request", "{}").text("status")).isEqualTo("ok");
        assertThat(client.beat("on")).isEqualTo("on");
        assertThat(log()).doesNotContain("OutOfMemoryError");
    }

    /** The greeting of ZMTP 3.0 without security, a READY command, and the head of a frame of 2^30 bytes. */
    private static void announceAGigabyte(Socket socket) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        out.write(greeting);
        byte[] ready = "\u0005READY\u000bSocket-Type\0\0\0\u0006DEALER".getBytes(StandardCharsets.US_ASCII);
        out.write(4);
        out.write(ready.length);
        out.write(ready);
        out.write(new byte[] {2, 0, 0, 0, 0, 0x40, 0, 0, 0});
        out.write(new byte[1000]);
        out.flush();
        TimeUnit.MILLISECONDS.sleep(200);
    }

    @Test
    void theKeyIsNeverLogged() throws Exception {
        client.run("throw new IllegalStateException(\"x\");");
        assertThat(Files.readString(folder.resolve("connection.json"))).contains(Client.KEY);
        assertThat(log()).isNotEmpty().doesNotContain(Client.KEY);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itListensOnTheAddressThatItWasGivenAndOnNoOther() throws Exception {
        Set<String> sockets = new TreeSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(client.kernel.pid()), "fd"))) {
            for (Path descriptor : open.toList()) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        Set<String> listens = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", "net", table))) {
                String[] words = line.strip().split("\\s+");
                boolean waits = words.length > 9 && (words[3].equals("0A") || table.startsWith("udp"));
                if (waits && sockets.contains("socket:[" + words[9] + "]")) {
                    listens.add(words[1]);
                }
            }
        }
        assertThat(listens).hasSize(5);
        for (int port : client.ports()) {
            String hex = String.format("%04X", port);
            assertThat(listens)
                    .anyMatch(l -> l.matches("(0{24}|0{20}FFFF)?0100007F:" + hex)
                            || l.equals("0000000000000000FFFF00000100007F:" + hex));
        }
    }
}
