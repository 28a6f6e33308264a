package io.patchclamp.kernel.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.thread.Threads;

/**
 * A Unix socket in front of a ZeroMQ socket. JeroMQ's {@code ipc://} is no Unix socket, and no other ZeroMQ can speak with
 * it; bytes are the same on both kinds of socket, so they are carried over.
 */
final class UnixRelay {
    private static final Logger LOG = Logger.getLogger(UnixRelay.class.getName());
    private static final int BUFFER = 1 << 16;
    private static final int PATIENCE_MILLIS = 10_000;

    private UnixRelay() {}

    /**
     * Listens at a path.
     *
     * @param path the Unix socket
     * @param opened told of a port of this machine, to connect to at once, for each client that comes
     * @param closed told of that port when the client has gone
     */
    static void begin(Path path, IntConsumer opened, IntConsumer closed) {
        try {
            Files.deleteIfExists(path); // of a kernel that was killed
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            path.toFile().deleteOnExit();
            Threads.daemon("ipc " + path.getFileName(), () -> accept(server, opened, closed));
        } catch (IOException | UnsupportedOperationException e) {
            throw new PatchclampException(
                    "The kernel cannot listen on the Unix socket '" + path + "': " + e.getMessage() + ".",
                    "a folder with a shorter path that you can write, or the transport tcp");
        }
    }

    private static void accept(ServerSocketChannel server, IntConsumer opened, IntConsumer closed) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                pair(client, opened, closed);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a client of a Unix socket was not let in", e);
            }
        }
    }

    /** The port is open for one connection, and for as long as that takes. */
    private static void pair(SocketChannel client, IntConsumer opened, IntConsumer closed) throws IOException {
        try (ServerSocketChannel once = ServerSocketChannel.open()) {
            once.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            int port = once.socket().getLocalPort();
            once.socket().setSoTimeout(PATIENCE_MILLIS);
            opened.accept(port);
            SocketChannel kernel = once.socket().accept().getChannel();
            AtomicBoolean told = new AtomicBoolean();
            Runnable end = () -> {
                if (told.compareAndSet(false, true)) {
                    closed.accept(port);
                }
            };
            Threads.daemon("ipc in", () -> carry(client, kernel, end));
            Threads.daemon("ipc out", () -> carry(kernel, client, end));
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static void carry(SocketChannel from, SocketChannel to, Runnable end) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException oneSideIsGone) {
            LOG.log(Level.FINEST, "closed", oneSideIsGone);
        } finally {
            end.run();
        }
    }
}
