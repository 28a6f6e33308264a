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
        try (ZMQ.Socket reads = subscriber(context);
                ZMQ.Socket sleeps = subscriber(context)) {
            Publisher publisher = new Publisher(context, new Codec(Signer.of("hmac-sha256", "k"), "s"), WAITING);
            int port = publisher.bindToRandomPort("tcp://127.0.0.1");
            publisher.start();
            for (ZMQ.Socket client : List.of(reads, sleeps)) {
                client.connect("tcp://127.0.0.1:" + port);
                assertThat(Frames.receive(client, true)).isNotEmpty(); // iopub_welcome
            }
            JsonObject content = new JsonObject();
            content.addProperty("text", "x".repeat(60_000));
            int read = 0;
            for (int i = 0; i < SENT; i++) {
                publisher.sendMessage(Env.message(null, "stream", content, List.of()));
                read += Frames.receive(reads, true).isEmpty() ? 0 : 1;
            }
            assertThat(read).isEqualTo(SENT);
            assertThat(said).hasSize(1);
            assertThat(said.get(0)).startsWith("a client does not read what cells show: 50 messages wait for it");
            int late = 0;
            sleeps.setReceiveTimeOut(300);
            while (!Frames.receive(sleeps, true).isEmpty()) {
                late++;
            }
            assertThat(late).isBetween(WAITING, SENT - 1);
            publisher.sendMessage(Env.message(null, "stream", content, List.of()));
            assertThat(Frames.receive(sleeps, true)).isNotEmpty(); // it reads again: it is served again
        } finally {
            log.removeHandler(ear);
            log.setUseParentHandlers(true);
        }
    }

    private static ZMQ.Socket subscriber(ZMQ.Context context) {
        ZMQ.Socket client = context.socket(SocketType.SUB);
        client.setLinger(0);
        client.setRcvHWM(1);
        client.setReceiveTimeOut(20_000);
        client.subscribe("");
        return client;
    }
}
