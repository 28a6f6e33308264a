package io.patchclamp.kernel.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;

class PublisherTest {
    private static final int WAITING = 50;
    private static final int SENT = 400;

    private final List<String> said = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            said.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void aClientThatNeverReadsLosesMessagesAndNobodyElseDoes() throws Exception {
        Logger log = Logger.getLogger(Publisher.class.getName());
        log.addHandler(ear);
        log.setUseParentHandlers(false);
        ZMQ.Context context = ZMQ.context(1); // not closed: the publisher's own threads hold sockets of it for ever
        Publisher publisher = new Publisher(context, new Codec(Signer.of("hmac-sha256", "k"), "s"), WAITING, 64L << 20);
        int port = publisher.bindToRandomPort("tcp://127.0.0.1");
        publisher.start();
        try (ZMQ.Socket reads = subscriber(port);
                ZMQ.Socket sleeps = subscriber(port)) {
            JsonObject content = new JsonObject();
            content.addProperty("text", "x".repeat(60_000));
            int read = 0;
            for (int i = 0; i < SENT; i++) {
                publisher.sendMessage(Env.message(null, "stream", content, List.of()));
                read += Frames.receive(reads, true).isEmpty() ? 0 : 1;
            }
            assertThat(read).isEqualTo(SENT);
            assertThat(said).hasSize(1);
            assertThat(said.get(0))
                    .startsWith("a client does not read what cells show: 50 messages or 64 MB wait for it");
            int late = 0;
            sleeps.setReceiveTimeOut(1_500);
            while (!Frames.receive(sleeps, true).isEmpty()) {
                late++;
            }
            sleeps.setReceiveTimeOut(20_000);
            assertThat(late).isBetween(WAITING, SENT - 1);
            publisher.sendMessage(Env.message(null, "stream", content, List.of()));
            assertThat(Frames.receive(sleeps, true)).isNotEmpty(); // it reads again: it is served again
        } finally {
            log.removeHandler(ear);
            log.setUseParentHandlers(true);
        }
    }

    @Test
    void whatWaitsForAClientThatNeverReadsIsBoundedInBytes() throws Exception {
        Logger.getLogger(Publisher.class.getName()).setUseParentHandlers(false);
        ZMQ.Context context = ZMQ.context(1);
        Publisher publisher = new Publisher(context, new Codec(Signer.of("hmac-sha256", "k"), "s"), 25_000, 16L << 20);
        int port = publisher.bindToRandomPort("tcp://127.0.0.1");
        publisher.start();
        try (ZMQ.Socket reads = subscriber(port);
                ZMQ.Socket sleeps = subscriber(port)) {
            JsonObject large = new JsonObject();
            large.addProperty("text", "x".repeat(2 << 20));
            JsonObject small = new JsonObject();
            small.addProperty("text", "x");
            for (int i = 0; i < 100; i++) { // small ones in between: they must not let large ones pass
                publisher.sendMessage(Env.message(null, "stream", large, List.of()));
                publisher.sendMessage(Env.message(null, "stream", small, List.of()));
                assertThat(Frames.receive(reads, true)).isNotEmpty();
                assertThat(Frames.receive(reads, true)).isNotEmpty();
            }
            long late = 0;
            sleeps.setReceiveTimeOut(1_500);
            for (List<byte[]> got = Frames.receive(sleeps, true); !got.isEmpty(); got = Frames.receive(sleeps, true)) {
                late += got.stream().mapToLong(frame -> frame.length).sum();
            }
            assertThat(late).isBetween(16L << 20, 40L << 20); // and what is on its way through the system
            sleeps.setReceiveTimeOut(20_000);
            publisher.sendMessage(Env.message(null, "stream", small, List.of()));
            publisher.sendMessage(Env.message(null, "stream", large, List.of()));
            publisher.sendMessage(Env.message(null, "stream", large, List.of()));
            for (int i = 0; i < 3; i++) {
                assertThat(Frames.receive(sleeps, true)).isNotEmpty();
            }
        } finally {
            Logger.getLogger(Publisher.class.getName()).setUseParentHandlers(true);
        }
    }

    /** One that was welcomed: under load JeroMQ's client loses what it sends on a new connection, one in a dozen. */
    private static ZMQ.Socket subscriber(int port) throws MalformedMessageException {
        for (int tries = 0; tries < 5; tries++) {
            ZMQ.Socket client = ZMQ.context(1).socket(SocketType.SUB);
            client.setLinger(0);
            client.setRcvHWM(1);
            client.setReceiveTimeOut(8_000);
            client.subscribe("");
            client.connect("tcp://127.0.0.1:" + port);
            if (!Frames.receive(client, true).isEmpty()) { // iopub_welcome
                client.setReceiveTimeOut(20_000);
                return client;
            }
            client.close();
        }
        throw new AssertionError("no welcome");
    }
}
