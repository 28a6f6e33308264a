package io.patchclamp.kernel.wire;

import java.util.List;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Sends back whatever comes, to whoever sent it. A router, not the REP socket of the book: that one waits for the rest of a
 * message whose sender hung up in the middle of it, and answers nobody any more.
 */
final class Heartbeat {
    private Heartbeat() {}

    static ZMQ.Socket socket(ZMQ.Context context) {
        ZMQ.Socket socket = context.socket(SocketType.ROUTER);
        socket.setLinger(0);
        socket.setMaxMsgSize(1 << 20);
        return socket;
    }

    static void beat(ZMQ.Socket socket, Complaints complaints) {
        try {
            List<byte[]> frames = Frames.receive(socket, true);
            Frames.send(socket, frames);
        } catch (MalformedMessageException e) {
            complaints.dropped("heartbeat", e);
        }
    }
}
