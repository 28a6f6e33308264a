package io.patchclamp.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.ConnectionFile;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A kernel and its first client in one process: what a first minute in a notebook loads is loaded, so that the class-data
 * archive made at exit holds it. Fails if the kernel does not answer.
 */
final class Rehearsal {
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int x = 3;\nSystem.out.println(x);",
            "record Pair(String left, int right) {}\nvar pairs = List.of(new Pair(\"a\", 1), new Pair(\"b\", 2));\npairs",
            "Stream.of(1, 2, 3).map(v -> v * 2).collect(Collectors.toList())",
            "%lsmagic",
            "%time x + 1",
            "throw new IllegalStateException(\"rehearsed\")",
            "nowhere");

    private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());

    private Rehearsal() {}

    static void run() throws IOException, GeneralSecurityException {
        Path home = Files.createTempDirectory("rehearsal");
        Startup.configureLoggers();
        PatchclampKernel kernel = new PatchclampKernel(home);
        ConnectionFile.Ports ports = freePorts();
        String key = UUID.randomUUID().toString();
        Connection connection = new Connection(ConnectionFile.local(ports, key));
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        try (ZMQ.Context context = ZMQ.context(1);
                ZMQ.Socket shell = context.socket(SocketType.DEALER);
                ZMQ.Socket iopub = context.socket(SocketType.SUB)) {
            shell.setLinger(0);
            iopub.setLinger(0);
            shell.setReceiveTimeOut(60_000);
            iopub.subscribe("");
            iopub.connect("tcp://127.0.0.1:" + ports.iopub());
            shell.connect("tcp://127.0.0.1:" + ports.shell());
            HMACGenerator hmac = new HMACGenerator("hmac-sha256", key);
            ask(shell, hmac, "kernel_info_request", new JsonObject());
            for (String cell : CELLS) {
                JsonObject content = new JsonObject();
                content.addProperty("code", cell);
                ask(shell, hmac, "execute_request", content);
            }
            JsonObject typed = new JsonObject();
            typed.addProperty("code", "\"abc\".sub");
            typed.addProperty("cursor_pos", 9);
            ask(shell, hmac, "complete_request", typed);
            ask(shell, hmac, "inspect_request", typed);
            ask(shell, hmac, "is_complete_request", typed);
        } finally {
            forget(home);
        }
    }

    /** Whatever the kernel wrote there. What cannot be deleted now is left to the system: the rehearsal was good. */
    static void forget(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException stays) {
                    LOG.log(Level.FINE, "left behind: {0}", path);
                }
            }
        }
    }

    private static void ask(ZMQ.Socket shell, HMACGenerator hmac, String type, JsonObject content) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("msg_type", type);
        header.addProperty("username", "rehearsal");
        header.addProperty("session", "rehearsal");
        header.addProperty("date", "2026-01-01T00:00:00Z");
        header.addProperty("version", "5.5");
        byte[] head = bytes(header);
        byte[] empty = bytes(new JsonObject());
        byte[] body = bytes(content);
        shell.sendMore("<IDS|MSG>");
        shell.sendMore(hmac.calculateSignature(head, empty, empty, body));
        shell.sendMore(head);
        shell.sendMore(empty);
        shell.sendMore(empty);
        shell.send(body);
        String reply = null;
        do {
            byte[] frame = shell.recv();
            if (frame == null) {
                throw new IllegalStateException("the kernel does not answer " + type);
            }
            reply = new String(frame, StandardCharsets.UTF_8);
        } while (shell.hasReceiveMore());
        if (!JsonParser.parseString(reply).isJsonObject()) {
            throw new IllegalStateException("no reply to " + type + ": " + reply);
        }
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ConnectionFile.Ports freePorts() throws IOException {
        ServerSocket[] free = new ServerSocket[5];
        int[] ports = new int[free.length];
        for (int i = 0; i < free.length; i++) { // all open at once, so that no port is given twice
            free[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ports[i] = free[i].getLocalPort();
        }
        for (ServerSocket socket : free) {
            socket.close();
        }
        return new ConnectionFile.Ports(ports[0], ports[1], ports[2], ports[3], ports[4]);
    }
}
