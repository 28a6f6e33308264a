package io.patchclamp.kernel.wire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

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
    private static final Logger LOG = Logger.getLogger(Channel.class.getName());

    private final Codec codec;
    private final String name;
    private boolean complained;

    Channel(ZMQ.Context context, HMACGenerator hmac, Codec codec, boolean control, JupyterConnection connection) {
        super(context, hmac, control, connection);
        this.codec = codec;
        this.name = control ? "control" : "shell";
    }

    String name() {
        return name;
    }

    /** The next request that is one; null if {@code wait} is false and none has arrived, or the socket is closed. */
    Request next(boolean wait) {
        while (true) {
            List<byte[]> frames = frames(wait);
            if (frames.isEmpty()) {
                return null;
            }
            try {
                return codec.decode(frames);
            } catch (MalformedMessageException e) {
                complain(e);
            }
        }
    }

    private List<byte[]> frames(boolean wait) {
        List<byte[]> frames = new ArrayList<>();
        byte[] frame = recv(wait ? 0 : ZMQ.DONTWAIT);
        while (frame != null) {
            frames.add(frame);
            if (!hasReceiveMore()) {
                break;
            }
            frame = recv(0);
        }
        return frames;
    }

    /** Said once: whoever sends garbage sends a lot of it. */
    private void complain(MalformedMessageException e) {
        LOG.log(
                complained ? Level.FINE : Level.WARNING,
                "dropped a message on " + name + ": " + e.getMessage() + " (further ones are dropped without a word)");
        complained = true;
    }

    @Override
    public void sendMessage(Message<?> message) {
        Iterator<byte[]> frames = codec.encode(message.getIdentities(), message).iterator();
        while (frames.hasNext()) {
            byte[] frame = frames.next();
            send(frame, frames.hasNext() ? ZMQ.SNDMORE : 0);
        }
    }
}
