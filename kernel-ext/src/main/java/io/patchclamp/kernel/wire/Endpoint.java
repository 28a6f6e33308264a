package io.patchclamp.kernel.wire;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

import io.patchclamp.fault.PatchclampException;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Where a socket listens: the address given in the connection file and no other. */
final class Endpoint {
    private Endpoint() {}

    /** Listens; gives the port, which is the system's choice if 0 was asked for. */
    static int bind(ZMQ.Socket socket, String ip, int port) {
        String host = ip.contains(":") && !ip.startsWith("[") ? "[" + ip + "]" : ip;
        socket.setIPv6(host.startsWith("["));
        try {
            socket.bind("tcp://" + host + ":" + (port == 0 ? "*" : Integer.toString(port)));
        } catch (ZMQException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new PatchclampException(
                    "The kernel cannot listen on " + host + ":" + port + ": " + e.getMessage() + ".",
                    "start the kernel again: another program took the port meanwhile, or the address is not this machine's");
        }
        String bound = socket.getLastEndpoint();
        return Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
    }

    /** The address of this machine that another one, or this one, is reached from. */
    static String towards(String ip) {
        try (DatagramSocket probe = new DatagramSocket()) { // connecting sends nothing
            probe.connect(new InetSocketAddress(InetAddress.getByName(ip), 9));
            return probe.getLocalAddress().getHostAddress();
        } catch (SocketException | UnknownHostException e) {
            return ip;
        }
    }
}
