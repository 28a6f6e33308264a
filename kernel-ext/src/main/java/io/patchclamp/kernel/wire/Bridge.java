package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.patchclamp.kernel.thread.Threads;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Puts a socket of the kernel behind a Unix socket, with nothing that listens on the network. JeroMQ cannot listen on a Unix
 * socket, but it can connect: for each client that comes, a port is open for that one connection, made from within, and closed
 * again. The kernel's own socket is reached inside this program only.
 */
final class Bridge {
    private static final Logger LOG = Logger.getLogger(Bridge.class.getName());
    private static final String IDENTITY = "ipc"; // the same on shell and stdin, so that questions find who asked

    private final ZMQ.Context context;
    private final ZMQ.Socket front;
    private final ZMQ.Socket back;
    private final ZMQ.Socket news;
    private final ZMQ.Socket teller;

    private Bridge(ZMQ.Context context, ZMQ.Socket kernel, Optional<Encryption> encryption, Path path) {
        this.context = context;
        boolean publishes = kernel instanceof Publisher;
        front = context.socket(publishes ? SocketType.XPUB : SocketType.ROUTER);
        back = context.socket(publishes ? SocketType.XSUB : SocketType.DEALER);
        news = context.socket(SocketType.PULL);
        teller = context.socket(SocketType.PUSH);
        for (ZMQ.Socket socket : new ZMQ.Socket[] {front, back}) {
            socket.setHWM(0);
            socket.setLinger(1000);
        }
        front.setReconnectIVL(-1); // the port is closed by then
        Frames.limit(front);
        if (publishes) {
            front.setXpubVerbose(true);
        } else {
            front.setRouterHandover(true);
            back.setIdentity(IDENTITY.getBytes(StandardCharsets.US_ASCII));
        }
        encryption.ifPresent(keys -> keys.apply(front));
        String inside = "inproc://" + path;
        kernel.bind(inside);
        back.connect(inside);
        news.bind(inside + " news");
        teller.connect(inside + " news");
    }

    static void begin(ZMQ.Context context, ZMQ.Socket kernel, Optional<Encryption> encryption, Path path) {
        Bridge bridge = new Bridge(context, kernel, encryption, path);
        Threads.daemon("ipc " + path.getFileName(), bridge::carry);
        UnixRelay.begin(path, port -> bridge.tell("+" + port), port -> bridge.tell("-" + port));
    }

    private void tell(String what) {
        synchronized (teller) {
            teller.send(what);
        }
    }

    private void carry() {
        ZMQ.Poller poller = context.poller(3);
        poller.register(news, ZMQ.Poller.POLLIN);
        poller.register(front, ZMQ.Poller.POLLIN);
        poller.register(back, ZMQ.Poller.POLLIN);
        while (poller.poll(-1) >= 0) {
            try {
                if (poller.pollin(0)) {
                    hear(news.recvStr());
                }
                if (poller.pollin(1)) {
                    move(front, back);
                }
                if (poller.pollin(2)) {
                    move(back, front);
                }
            } catch (RuntimeException e) { // whatever a client sent: this thread must live
                LOG.log(Level.WARNING, "ipc", e);
            }
        }
    }

    private void hear(String what) {
        String address = "tcp://127.0.0.1:" + what.substring(1);
        if (what.startsWith("+")) {
            front.connect(address);
        } else {
            front.disconnect(address);
        }
    }

    private static void move(ZMQ.Socket from, ZMQ.Socket to) {
        byte[] frame = from.recv(ZMQ.DONTWAIT);
        while (frame != null) {
            boolean more = from.hasReceiveMore();
            to.send(frame, more ? ZMQ.SNDMORE : 0);
            frame = more ? from.recv() : null;
        }
    }
}
