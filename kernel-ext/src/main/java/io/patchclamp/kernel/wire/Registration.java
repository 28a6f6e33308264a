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
    private static final int WAIT_MILLIS = 10_000;

    private Registration() {}

    /** Sends the ports and waits for the acknowledgment; without one the kernel goes on: it may have been heard. */
    static void announce(ZMQ.Context context, ConnectionFile file, ConnectionFile.Ports ports, Signer signer) {
        ConnectionFile.Registry registry = file.registry().orElseThrow();
        JsonObject content = new JsonObject(); // ports are texts here, says the protocol
        content.addProperty("kernel_id", registry.kernel());
        content.addProperty("shell_port", Integer.toString(ports.shell()));
        content.addProperty("control_port", Integer.toString(ports.control()));
        content.addProperty("stdin_port", Integer.toString(ports.stdin()));
        content.addProperty("iopub_port", Integer.toString(ports.iopub()));
        content.addProperty("hb_port", Integer.toString(ports.heartbeat()));
        byte[] body = content.toString().getBytes(StandardCharsets.UTF_8);
        try (ZMQ.Socket socket = context.socket(SocketType.DEALER)) {
            socket.setLinger(1000);
            socket.setReceiveTimeOut(WAIT_MILLIS);
            socket.setMaxMsgSize(1 << 20);
            String host = registry.ip().contains(":") ? "[" + registry.ip() + "]" : registry.ip();
            socket.setIPv6(host.startsWith("["));
            socket.connect("tcp://" + host + ":" + registry.port());
            Frames.send(socket, List.of(Codec.DELIMITER, signer.sign(body), body));
            List<byte[]> answer = Frames.receive(socket, true);
            int at = Codec.delimiter(answer);
            if (answer.size() < at + 3 || !signer.accepts(answer.get(at + 1), answer.get(at + 2))) {
                LOG.log(Level.WARNING, "the registration was answered, but not with the key of the registration file");
            }
        } catch (MalformedMessageException e) {
            LOG.log(Level.WARNING, "the registration was not acknowledged: {0}", e.getMessage());
        }
    }
}
