package io.patchclamp.kernel.wire;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import org.zeromq.ZMQ;
import zmq.pipe.Pipe;
import zmq.socket.pubsub.Dist;
import zmq.socket.pubsub.XPub;

/**
 * What waits for each client of a publishing socket, in bytes. ZeroMQ bounds it in messages only, and a message may be a
 * thousandth of a megabyte or a hundred. A client for which too much waits is made to look full; only what it is sent is left
 * out then. For the one thread that sends.
 *
 * <p>JeroMQ shows its pipes to nobody, so they are reached by reflection; where that fails, messages are counted alone.
 */
final class Backlog {
    /** The bound a socket is bound with, so that it is told of each message that has left; {@link #look()} raises it. */
    static final int BOUND_FIRST = 1;

    private final List<Pipe> pipes;
    private final Field written;
    private final Field read;
    private final int incoming;
    private final int mostMessages;
    private final long mostBytes;
    private final Map<Pipe, Waiting> waiting = new IdentityHashMap<>();

    private Backlog(ZMQ.Socket socket, int mostMessages, long mostBytes) throws ReflectiveOperationException {
        Dist dist = (Dist) field(XPub.class, "dist").get(socket.base());
        pipes = pipes(field(Dist.class, "pipes").get(dist));
        written = field(Pipe.class, "msgsWritten");
        read = field(Pipe.class, "peersMsgsRead");
        incoming = socket.getRcvHWM();
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Of an XPUB socket that nobody is connected to yet; empty if this JeroMQ is another than was known. */
    static Optional<Backlog> of(ZMQ.Socket socket, int mostMessages, long mostBytes) {
        try {
            return Optional.of(new Backlog(socket, mostMessages, mostBytes));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @SuppressWarnings("unchecked")
    private static List<Pipe> pipes(Object field) {
        return (List<Pipe>) field;
    }

    /** What was written for one client and not read by it, as far as it was told of sizes. */
    private static final class Waiting {
        private final Queue<Long> sizes = new ArrayDeque<>();
        private long bytes;
        private long written;
        private long read;

        void went(long bytes, long upTo) {
            for (; written < upTo; written++) {
                sizes.add(bytes);
                this.bytes += bytes;
            }
        }

        void came(long upTo) {
            for (; read < upTo && !sizes.isEmpty(); read++) {
                bytes -= sizes.remove();
            }
        }
    }

    /** Before something is sent: who has read is open again, who came anew is bound as the others are. */
    void look() {
        sent(0);
    }

    /** After something was sent: who has too much waiting is full. */
    void sent(long bytes) {
        waiting.keySet().removeIf(pipe -> !pipes.contains(pipe));
        for (Pipe pipe : pipes) {
            Waiting its = waiting.computeIfAbsent(pipe, fresh -> new Waiting());
            its.went(bytes, number(written, pipe));
            its.came(number(read, pipe));
            pipe.setHwms(incoming, its.bytes > mostBytes ? BOUND_FIRST : mostMessages);
        }
    }

    private static long number(Field field, Pipe pipe) {
        try {
            return field.getLong(pipe);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }
}
