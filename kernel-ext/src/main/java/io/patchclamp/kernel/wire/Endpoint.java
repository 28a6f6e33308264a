package io.patchclamp.kernel.wire;

import java.nio.file.Path;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import org.zeromq.ZMQ;

/** Where a socket listens: the address given in the connection file and no other. */
final class Endpoint {
    private Endpoint() {}

    static void bind(ZMQ.Socket socket, KernelConnectionProperties properties, int port) {
        if (properties.getTransport().equals("ipc")) {
            UnixRelay.begin(Path.of(properties.getIp() + "-" + port), socket.bindToRandomPort("tcp://127.0.0.1"));
        } else {
            socket.bind(properties.getTransport() + "://" + properties.getIp() + ":" + port);
        }
    }
}
