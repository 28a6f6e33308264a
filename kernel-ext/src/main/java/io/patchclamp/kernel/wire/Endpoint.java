package io.patchclamp.kernel.wire;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;

/** Where a socket listens. */
final class Endpoint {
    private Endpoint() {}

    /** The address given in the connection file and no other. */
    static String of(KernelConnectionProperties properties, int port) {
        return properties.getTransport() + "://" + properties.getIp() + ":" + port;
    }
}
