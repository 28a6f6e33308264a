package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * IOPub. Any thread may send, user threads with their interrupt flag up included: messages wait in a queue, and two
 * threads of our own, which nobody interrupts, carry them to the socket. Nothing is ever dropped (no high-water mark).
 */
final class Publisher extends JupyterSocket {
    private static final String HOP = "inproc://iopub";

    private final Codec codec;
    private final ZMQ.Context context;
    private final BlockingQueue<List<byte[]>> queue = new LinkedBlockingQueue<>();
    private final ZMQ.Socket out;
    private final ZMQ.Socket in;

    Publisher(ZMQ.Context context, HMACGenerator hmac, Codec codec) {
        super(context, SocketType.XPUB, hmac, Logger.getLogger(Publisher.class.getName()));
        this.codec = codec;
        this.context = context;
        setHWM(0);
        setLinger(2000);
        in = context.socket(SocketType.PULL);
        out = context.socket(SocketType.PUSH);
        in.setHWM(0);
        out.setHWM(0);
        out.setLinger(2000);
        in.bind(HOP);
        out.connect(HOP);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
        Endpoint.bind(this, properties, properties.getIopubPort());
    }

    /** Starts both threads. Messages sent before wait in the queue. */
    void start() {
        Threads.daemon("iopub-relay", this::relay);
        Threads.daemon("iopub", this::pump);
    }

    @Override
    public void sendMessage(Message<?> message) {
        queue.add(codec.encode(List.of(), message));
    }

    /** Waits until all that was sent is with ZeroMQ, at most this long. */
    void drain(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (!queue.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MILLISECONDS.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay() {
        try {
            while (true) {
                forward(queue.take(), out);
            }
        } catch (InterruptedException e) {
            out.close();
        }
    }

    private void pump() {
        ZMQ.Poller poller = context.poller(2);
        poller.register(in, ZMQ.Poller.POLLIN);
        poller.register(this, ZMQ.Poller.POLLIN);
        while (true) {
            poller.poll(-1);
            if (poller.pollin(0)) {
                byte[] frame = in.recv();
                while (frame != null) {
                    boolean more = in.hasReceiveMore();
                    send(frame, more ? ZMQ.SNDMORE : 0);
                    frame = more ? in.recv() : null;
                }
            }
            if (poller.pollin(1)) {
                welcome(recv());
            }
        }
    }

    /** A subscription arrived: protocol 5.5 wants it greeted, so that a client knows that nothing more is lost. */
    private void welcome(byte[] subscription) {
        if (subscription == null || subscription.length == 0 || subscription[0] != 1) {
            return;
        }
        String topic = new String(subscription, 1, subscription.length - 1, StandardCharsets.UTF_8);
        JsonObject content = new JsonObject();
        content.addProperty("subscription", topic);
        List<byte[]> prefix = topic.isEmpty() ? List.of() : List.of(topic.getBytes(StandardCharsets.UTF_8));
        forward(codec.encode(prefix, Env.message(null, "iopub_welcome", content, List.of())), this);
    }

    private static void forward(List<byte[]> frames, ZMQ.Socket socket) {
        Iterator<byte[]> each = frames.iterator();
        while (each.hasNext()) {
            byte[] frame = each.next();
            socket.send(frame, each.hasNext() ? ZMQ.SNDMORE : 0);
        }
    }
}
