package io.patchclamp.kernel.wire;

import java.util.List;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import org.zeromq.ZMQ;

/**
 * Shell or control. Used by its own loop thread only; that thread must never be interrupted, because an interrupt in the
 * middle of a write closes a JeroMQ socket for good.
 */
final class Channel extends ShellChannel {
    private final Codec codec;
    private final Complaints complaints;
    private final String name;

    Channel(ZMQ.Context context, Codec codec, Complaints complaints, boolean control, JupyterConnection connection) {
        super(context, HMACGenerator.NO_AUTH_INSTANCE, control, connection);
        this.codec = codec;
        this.complaints = complaints;
        this.name = control ? "control" : "shell";
        setHWM(0);
        setRouterHandover(true);
        setLinger(1000);
        Frames.limit(this);
    }

    String name() {
        return name;
    }

    /** The next request that is one; null if {@code wait} is false and none has arrived, or the socket is closed. */
    Request next(boolean wait) {
        while (true) {
            try {
                List<byte[]> frames = Frames.receive(this, wait);
                return frames.isEmpty() ? null : codec.decode(frames);
            } catch (MalformedMessageException e) {
                complaints.dropped(name, e);
            }
        }
    }

    @Override
    public void sendMessage(Message<?> message) {
        Frames.send(this, codec.encode(message.getIdentities(), message));
    }
}
