package io.patchclamp.kernel.wire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.zeromq.ZMQ;

/** Whole messages from and to sockets, and how large one may be. */
final class Frames {
    /** Messages beyond this many bytes are dropped: a 16th of the heap, which is enough for a picture and not for harm. */
    static final int MAX_BYTES =
            (int) Math.max(32L << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16));

    private static final int MAX_FRAMES = 2048;

    private Frames() {}

    /** ZeroMQ itself hangs up on who announces a frame twice as large: it would make room for it before one byte came. */
    static void limit(ZMQ.Socket socket) {
        socket.setMaxMsgSize(2L * MAX_BYTES);
    }

    /**
     * The next message, to its end.
     *
     * @return no frame at all if {@code wait} is false and none has arrived, or the socket is closed
     */
    static List<byte[]> receive(ZMQ.Socket socket, boolean wait) throws MalformedMessageException {
        List<byte[]> frames = new ArrayList<>();
        long bytes = 0;
        int count = 0;
        byte[] frame = socket.recv(wait ? 0 : ZMQ.DONTWAIT);
        while (frame != null) {
            bytes += frame.length;
            count++;
            if (bytes <= MAX_BYTES && count <= MAX_FRAMES) {
                frames.add(frame);
            } else {
                frames.clear();
            }
            frame = socket.hasReceiveMore() ? socket.recv(0) : null;
        }
        if (bytes > MAX_BYTES || count > MAX_FRAMES) {
            throw new MalformedMessageException(
                    MalformedMessageException.Kind.SIZE,
                    bytes + " bytes in " + count + " frames, more than " + MAX_BYTES + " or " + MAX_FRAMES);
        }
        return frames;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        Iterator<byte[]> each = frames.iterator();
        while (each.hasNext()) {
            byte[] frame = each.next();
            socket.send(frame, each.hasNext() ? ZMQ.SNDMORE : 0);
        }
    }
}
