package io.patchclamp.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import io.patchclamp.kernel.thread.Threads;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * IOPub. Any thread may send, user threads with their interrupt flag up included: messages wait in a queue, and two
 * threads of our own, which nobody interrupts, carry them to the socket. A client that reads misses nothing; one that lets
 * {@value #HIGH_WATER} messages wait, more than two cells can send, or a quarter of the heap, gets no more until it reads: it
 * must not fill the heap, nor hold up the cell or who else listens. The log says so once.
 */
final class Publisher extends JupyterSocket {
    private static final Logger LOG = Logger.getLogger(Publisher.class.getName());
    private static final String HOP = "inproc://iopub";
    static final int HIGH_WATER = 25_000;
    static final long MOST_BYTES = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);
    private static final int MAX_TOPIC_BYTES = 4096; // all that comes in are subscriptions

    private final Codec codec;
    private final ZMQ.Context context;
    private final BlockingQueue<List<byte[]>> queue = new LinkedBlockingQueue<>();
    private final ZMQ.Socket out;
    private final ZMQ.Socket in;
    private final int highWater;
    private final long mostBytes;
    private final Optional<Backlog> backlog;
    private boolean mentioned;
    private boolean overTcp;

    Publisher(ZMQ.Context context, Codec codec, int highWater, long mostBytes) {
        super(context, SocketType.XPUB, HMACGenerator.NO_AUTH_INSTANCE, LOG);
        this.codec = codec;
        this.context = context;
        this.highWater = highWater;
        this.mostBytes = mostBytes;
        backlog = Backlog.of(this, highWater, mostBytes);
        setSndHWM(backlog.isPresent() ? Backlog.BOUND_FIRST : highWater);
        setLinger(2000);
        setXpubVerbose(true); // who comes second is welcomed too
        setMaxMsgSize(MAX_TOPIC_BYTES);
        in = context.socket(SocketType.PULL);
        out = context.socket(SocketType.PUSH);
        in.setHWM(0);
        out.setHWM(0);
        out.setLinger(2000);
        in.bind(HOP);
        out.connect(HOP);
    }

    /** Not used: {@link Connection} binds all sockets. */
    @Override
    public void bind(KernelConnectionProperties properties) {
        throw new UnsupportedOperationException("bound by the connection");
    }

    /** Starts both threads. Messages sent before wait in the queue. */
    void start() {
        overTcp = getLastEndpoint().startsWith("tcp"); // within this program nothing waits for long, and is not bounded
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
                Frames.send(out, queue.take());
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
            try {
                poller.poll(-1);
                if (poller.pollin(0)) {
                    carry();
                }
                if (poller.pollin(1)) {
                    hear();
                }
            } catch (RuntimeException e) { // whatever a subscriber sent: this thread must live
                LOG.log(Level.WARNING, "iopub", e);
            }
        }
    }

    private void carry() {
        look();
        byte[] frame = in.recv();
        boolean first = true;
        long bytes = 0;
        while (frame != null) {
            boolean more = in.hasReceiveMore();
            int flags = more ? ZMQ.SNDMORE : 0;
            if (!first || mentioned || !fits(frame, flags)) {
                send(frame, flags);
            }
            first = false;
            bytes += frame.length;
            frame = more ? in.recv() : null;
        }
        if (overTcp) {
            long sent = bytes;
            backlog.ifPresent(known -> known.sent(sent));
        }
    }

    private void look() {
        if (overTcp) {
            backlog.ifPresent(Backlog::look);
        }
    }

    /** Sends where it fits for all who listen. Asked once: ZeroMQ leaves it out, without a word, for those it does not fit. */
    private boolean fits(byte[] frame, int flags) {
        setXpubNoDrop(true);
        try {
            if (send(frame, flags | ZMQ.DONTWAIT)) {
                return true;
            }
        } finally {
            setXpubNoDrop(false);
        }
        mentioned = true;
        LOG.warning("a client does not read what cells show: " + highWater + " messages or " + (mostBytes >> 20)
                + " MB wait for it, and it gets no others until it reads. Cells and other clients go on");
        return false;
    }

    private void hear() {
        byte[] first = recv();
        boolean whole = !hasReceiveMore();
        while (hasReceiveMore()) {
            recv();
        }
        if (whole && first != null && first.length > 0 && first[0] == 1) {
            welcome(first);
        }
    }

    /** A subscription arrived: protocol 5.5 wants it greeted, so that a client knows that nothing more is lost. */
    private void welcome(byte[] subscription) {
        String topic = new String(subscription, 1, subscription.length - 1, StandardCharsets.UTF_8);
        JsonObject content = new JsonObject();
        content.addProperty("subscription", topic);
        List<byte[]> prefix =
                topic.isEmpty() ? List.of() : List.of(Arrays.copyOfRange(subscription, 1, subscription.length));
        look();
        Frames.send(this, codec.encode(prefix, Env.message(null, "iopub_welcome", content, List.of())));
    }
}
