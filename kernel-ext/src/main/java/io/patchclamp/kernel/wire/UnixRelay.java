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

/**
 * A Unix socket in front of a ZeroMQ socket. JeroMQ's {@code ipc://} is no Unix socket, and no other ZeroMQ can speak with
 * it; bytes are the same on both kinds of socket, so they are carried over.
 */
final class UnixRelay {
    private static final int BUFFER = 1 << 16;

    private UnixRelay() {}

    /** Listens at a path; each connection is carried to a port of this machine. */
    static void begin(Path path, int port) {
        try {
            Files.deleteIfExists(path); // of a kernel that was killed
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            path.toFile().deleteOnExit();
            Threads.daemon("ipc " + path.getFileName(), () -> accept(server, port));
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on the Unix socket " + path + ": " + e.getMessage(), e);
        }
    }

    private static void accept(ServerSocketChannel server, int port) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel kernel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Threads.daemon("ipc in", () -> carry(client, kernel));
                Threads.daemon("ipc out", () -> carry(kernel, client));
            }
        } catch (IOException closed) {
            // the kernel ends
        }
    }

    private static void carry(SocketChannel from, SocketChannel to) {
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
            // the other one is closed with it
        }
    }
}
