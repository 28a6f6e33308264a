package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.google.gson.JsonObject;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** The handshake of protocol 5.6: the kernel chose its ports, and says so to whoever started it. */
final class Registration {
    private static final Logger LOG = Logger.getLogger(Registration.class.getName());
    private static final int TRIES = 4;
    private static final int WAIT_MILLIS = 4_000;

    private Registration() {}

    /** Sends the ports and waits for the acknowledgment; without one the kernel goes on: it may have been heard. */
    static void announce(ConnectionFile file, ConnectionFile.Ports ports, Signer signer) {
        announce(file, ports, signer, WAIT_MILLIS);
    }

    /**
     * Sent again on a connection of its own if nothing came: JeroMQ now and then loses what is first sent on a connection.
     */
    static void announce(ConnectionFile file, ConnectionFile.Ports ports, Signer signer, int waitMillis) {
        ConnectionFile.Registry registry = file.registry().orElseThrow();
        JsonObject content = new JsonObject(); // ports are texts here, says the protocol
        content.addProperty("kernel_id", registry.kernel());
        content.addProperty("shell_port", Integer.toString(ports.shell()));
        content.addProperty("control_port", Integer.toString(ports.control()));
        content.addProperty("stdin_port", Integer.toString(ports.stdin()));
        content.addProperty("iopub_port", Integer.toString(ports.iopub()));
        content.addProperty("hb_port", Integer.toString(ports.heartbeat()));
        byte[] body = content.toString().getBytes(StandardCharsets.UTF_8);
        for (int tries = 0; tries < TRIES; tries++) {
            List<byte[]> answer = ask(registry, List.of(Codec.DELIMITER, signer.sign(body), body), waitMillis);
            if (!answer.isEmpty()) {
                check(answer, signer);
                return;
            }
        }
        LOG.log(Level.WARNING, "the registration was not acknowledged, though sent " + TRIES + " times");
    }

    /** The answer; no frame at all if none came in time. */
    private static List<byte[]> ask(ConnectionFile.Registry registry, List<byte[]> frames, int waitMillis) {
        try (ZMQ.Context context = ZMQ.context(1);
                ZMQ.Socket socket = context.socket(SocketType.DEALER)) {
            socket.setLinger(0);
            socket.setReceiveTimeOut(waitMillis);
            socket.setMaxMsgSize(1 << 20);
            String host = registry.ip().contains(":") ? "[" + registry.ip() + "]" : registry.ip();
            socket.setIPv6(host.startsWith("["));
            socket.connect("tcp://" + host + ":" + registry.port());
            Frames.send(socket, frames);
            return Frames.receive(socket, true);
        } catch (MalformedMessageException e) {
            return List.of();
        }
    }

    private static void check(List<byte[]> answer, Signer signer) {
        try {
            int at = Codec.delimiter(answer);
            if (answer.size() >= at + 3 && signer.accepts(answer.get(at + 1), answer.get(at + 2))) {
                return;
            }
        } catch (MalformedMessageException e) {
            LOG.log(Level.FINE, "registration", e);
        }
        LOG.log(Level.WARNING, "the registration was answered, but not with the key of the registration file");
    }
}
