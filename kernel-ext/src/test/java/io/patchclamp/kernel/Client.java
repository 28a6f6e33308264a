package io.patchclamp.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.ConnectionFile;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A Jupyter client over ZeroMQ, and the kernel process it talks to, started from target/dist as an installed one is. */
final class Client implements AutoCloseable {
    private static final int TRIES = 4;
    static final String KEY = "0123456789abcdef";

    final Process kernel; // null if it runs in this JVM
    private final ZMQ.Context context = ZMQ.context(1);
    private final HMACGenerator hmac;
    private final int[] ports; // shell, control, stdin, iopub, heartbeat
    private ZMQ.Socket shell;
    private ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private ZMQ.Socket iopub;
    private final ZMQ.Socket heartbeat;
    private final Map<String, List<Message>> waiting = new HashMap<>();
    private final String session = UUID.randomUUID().toString();

    /** A message from the kernel. */
    record Message(
            String type,
            String parent,
            JsonObject header,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        String text(String key) {
            return content.has(key) && content.get(key).isJsonPrimitive()
                    ? content.get(key).getAsString()
                    : "";
        }
    }

    /** What came of a request: the reply, and what was published for it until idle. */
    record Answer(Message reply, List<Message> published) {
        String stream(String name) {
            return published.stream()
                    .filter(m -> m.type().equals("stream") && m.text("name").equals(name))
                    .map(m -> m.text("text"))
                    .collect(Collectors.joining());
        }

        String value() {
            return published.stream()
                    .filter(m -> m.type().equals("execute_result"))
                    .map(m -> m.content()
                            .getAsJsonObject("data")
                            .get("text/plain")
                            .getAsString())
                    .findFirst()
                    .orElse("(nothing)");
        }

        List<String> types() {
            return published.stream()
                    .map(m -> m.type().equals("status") ? m.text("execution_state") : m.type())
                    .toList();
        }
    }

    /** A kernel in this JVM, behind the same sockets. It is left to itself when the client closes. */
    static Client inside(Path home) throws Exception {
        int[] ports = freePorts(5);
        PatchclampKernel kernel = new PatchclampKernel(home);
        Connection connection = new Connection(
                ConnectionFile.local(new ConnectionFile.Ports(ports[0], ports[1], ports[2], ports[3], ports[4]), KEY));
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        return new Client(null, ports);
    }

    static Client start(Path folder) throws Exception {
        return start(folder, ProcessHandle.current().pid());
    }

    static Client start(Path folder, long parent, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-Xmx400m",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", Path.of("target", "dist", "lib", "*").toString(), Main.class.getName(), "{connection_file}"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATCHCLAMP_HOME", folder.resolve("home").toString());
        builder.environment().put("JPY_PARENT_PID", Long.toString(parent));
        return start(folder, builder);
    }

    /** Starts a kernel as a server does: by the command line of a kernelspec, with a connection file of its own. */
    static Client start(Path folder, ProcessBuilder builder) throws Exception {
        int[] ports = freePorts(5);
        Path file = folder.resolve("connection.json");
        Files.writeString(file, """
                {"ip": "127.0.0.1", "transport": "tcp", "signature_scheme": "hmac-sha256", "key": "%s",
                 "shell_port": %d, "control_port": %d, "stdin_port": %d, "iopub_port": %d, "hb_port": %d,
                 "kernel_name": "patchclamp", "jupyter_session": "x"}
                """.formatted(KEY, ports[0], ports[1], ports[2], ports[3], ports[4]));
        builder.command().replaceAll(word -> word.replace("{connection_file}", file.toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("kernel.log").toFile());
        return new Client(builder.start(), ports);
    }

    private Client(Process kernel, int[] ports) throws Exception {
        this.kernel = kernel;
        this.ports = ports;
        this.hmac = new HMACGenerator("hmac-sha256", KEY);
        shell = open(0, SocketType.DEALER);
        control = open(1, SocketType.DEALER);
        stdin = open(2, SocketType.DEALER);
        iopub = open(3, SocketType.SUB);
        heartbeat = open(4, SocketType.REQ);
    }

    private ZMQ.Socket open(int channel, SocketType type) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(0);
        socket.setRcvHWM(0);
        if (channel == 0 || channel == 2) {
            socket.setIdentity(session.getBytes(StandardCharsets.US_ASCII)); // questions go to who asked
        }
        if (type == SocketType.SUB) {
            socket.subscribe("");
        }
        socket.connect("tcp://127.0.0.1:" + ports[channel]);
        return socket;
    }

    /**
     * The first message on iopub, once the kernel is there and hears us on shell and control. JeroMQ's client side loses what
     * is first sent on a new connection, under load one in a dozen: what does not answer is opened again.
     */
    Message welcome() {
        Optional<Message> first = maybe(iopub, 30_000);
        for (int tries = 1; first.isEmpty() && tries < TRIES; tries++) {
            iopub.close();
            iopub = open(3, SocketType.SUB);
            first = maybe(iopub, 10_000);
        }
        shell = answering(shell, 0);
        control = answering(control, 1);
        return first.orElseThrow(() -> new AssertionError("no welcome"));
    }

    private ZMQ.Socket answering(ZMQ.Socket fresh, int channel) {
        ZMQ.Socket socket = fresh;
        for (int tries = 1; tries <= TRIES; tries++) {
            String id = send(socket, "kernel_info_request", "{}");
            if (maybe(socket, 10_000).isPresent()) {
                framed(id);
                return socket;
            }
            socket.close();
            socket = open(channel, SocketType.DEALER);
        }
        throw new AssertionError("nobody answers on channel " + channel);
    }

    String send(String type, String content) {
        return send(shell, type, content);
    }

    /** Sends a message to which nothing is replied; what is published for it, from busy to idle. */
    List<Message> tell(String type, String content, byte[]... buffers) {
        return framed(send(shell, type, content, buffers));
    }

    String sendControl(String type, String content) {
        return send(control, type, content);
    }

    private String send(ZMQ.Socket socket, String type, String content, byte[]... buffers) {
        String id = UUID.randomUUID().toString();
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("msg_type", type);
        header.addProperty("username", "test");
        header.addProperty("session", session);
        header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        header.addProperty("version", "5.4");
        byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(hmac.calculateSignature(head, empty, empty, body));
        socket.sendMore(head);
        socket.sendMore(empty);
        socket.sendMore(empty);
        for (byte[] buffer : buffers) {
            socket.sendMore(body);
            body = buffer;
        }
        socket.send(body);
        return id;
    }

    void sendRaw(byte[]... frames) {
        for (int i = 0; i < frames.length; i++) {
            shell.send(frames[i], i + 1 < frames.length ? ZMQ.SNDMORE : 0);
        }
    }

    /** Another connection to one of the five: shell, control, stdin, iopub, heartbeat. The caller closes it. */
    ZMQ.Socket stranger(int channel, SocketType type) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(0);
        socket.setSendTimeOut(20); // who is not listened to goes on
        socket.connect("tcp://127.0.0.1:" + ports[channel]);
        return socket;
    }

    List<Integer> ports() {
        return Arrays.stream(ports).boxed().toList();
    }

    /** The frames of a message, signed with the right key. */
    List<byte[]> signed(byte[] header, byte[] parent, byte[] metadata, byte[] content) {
        return List.of(
                "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII),
                hmac.calculateSignature(header, parent, metadata, content).getBytes(StandardCharsets.US_ASCII),
                header,
                parent,
                metadata,
                content);
    }

    static String execute(String code, String options) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        String json = content.toString();
        return options.isEmpty() ? json : json.substring(0, json.length() - 1) + ", " + options + "}";
    }

    Answer run(String code) {
        return answer(send("execute_request", execute(code, "")));
    }

    Answer ask(String type, String content) {
        return answer(send(type, content));
    }

    Message control(String type, String content) {
        String id = send(control, type, content);
        return until(control, m -> m.parent().equals(id), 10_000);
    }

    /** Waits for idle of a request sent on the shell channel, and for its reply. */
    Answer answer(String id) {
        return answer(id, shell);
    }

    /** The same for a request sent on the control channel. */
    Answer answerOfControl(String id) {
        return answer(id, control);
    }

    private Answer answer(String id, ZMQ.Socket socket) {
        List<Message> published = framed(id);
        return new Answer(until(socket, m -> m.parent().equals(id), 10_000), published);
    }

    /** What is published for a request until it is idle; what others cause meanwhile is kept for them. */
    private List<Message> framed(String id) {
        List<Message> published = waiting.computeIfAbsent(id, key -> new ArrayList<>());
        while (published.isEmpty() || !isIdle(published.get(published.size() - 1))) {
            Message next = receive(iopub, 60_000);
            waiting.computeIfAbsent(next.parent(), key -> new ArrayList<>()).add(next);
        }
        return waiting.remove(id);
    }

    private static boolean isIdle(Message message) {
        return message.type().equals("status")
                && message.text("execution_state").equals("idle");
    }

    /** What is published for a comm of a target; there is no reply to it. */
    List<String> answerToComm(String target) {
        String id = send("comm_open", "{\"comm_id\": \"c\", \"target_name\": \"" + target + "\", \"data\": {}}");
        List<String> types = new ArrayList<>();
        Message last;
        do {
            last = until(iopub, m -> m.parent().equals(id), 10_000);
            types.add(last.type());
        } while (!last.text("execution_state").equals("idle"));
        return types;
    }

    Message published(Predicate<Message> wanted) {
        return until(iopub, wanted, 20_000);
    }

    Message question() {
        return receive(stdin, 20_000);
    }

    void reply(String value) {
        JsonObject content = new JsonObject();
        content.addProperty("value", value);
        send(stdin, "input_reply", content.toString());
    }

    String beat(String text) {
        heartbeat.setReceiveTimeOut(5000);
        heartbeat.send(text);
        return heartbeat.recvStr();
    }

    private Message until(ZMQ.Socket socket, Predicate<Message> wanted, int millis) {
        Message message;
        do {
            message = receive(socket, millis);
        } while (!wanted.test(message));
        return message;
    }

    private Message receive(ZMQ.Socket socket, int millis) {
        return maybe(socket, millis)
                .orElseThrow(() -> new AssertionError("nothing within " + millis + " ms; the kernel is "
                        + (kernel == null || kernel.isAlive() ? "alive" : "dead, exit " + kernel.exitValue())));
    }

    private static Optional<Message> maybe(ZMQ.Socket socket, int millis) {
        socket.setReceiveTimeOut(millis);
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                return Optional.empty();
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        int at = 0;
        while (!new String(frames.get(at), StandardCharsets.UTF_8).equals("<IDS|MSG>")) {
            at++;
        }
        JsonObject header = json(frames.get(at + 2));
        JsonObject parent = json(frames.get(at + 3));
        return Optional.of(new Message(
                header.get("msg_type").getAsString(),
                parent.has("msg_id") ? parent.get("msg_id").getAsString() : "",
                header,
                json(frames.get(at + 4)),
                json(frames.get(at + 5)),
                frames.subList(at + 6, frames.size())));
    }

    private static JsonObject json(byte[] frame) {
        return JsonParser.parseString(new String(frame, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] open = new ServerSocket[count];
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            open[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ports[i] = open[i].getLocalPort();
        }
        for (ServerSocket socket : open) {
            socket.close();
        }
        return ports;
    }

    @Override
    public void close() {
        try {
            if (kernel == null) {
                return;
            }
            kernel.destroy();
            if (!kernel.waitFor(5, TimeUnit.SECONDS)) {
                kernel.destroyForcibly();
            }
        } catch (InterruptedException e) {
            kernel.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            free();
        }
    }

    private void free() {
        for (ZMQ.Socket socket : List.of(shell, control, stdin, iopub, heartbeat)) {
            socket.close();
        }
        context.term();
    }
}
