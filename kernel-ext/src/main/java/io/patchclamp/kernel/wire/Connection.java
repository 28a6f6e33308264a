package io.patchclamp.kernel.wire;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.MessageContext;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The five sockets of a kernel and the loops on them. A request is framed by busy and idle whatever happens to it; no
 * request, known or unknown, and no error in a handler ends a loop.
 *
 * <p>Basekernel's own loops sleep 50 ms after each message, its publisher drops output, and one malformed message ends
 * its channel; so its sockets stay unbound here and ours, subclasses of them, do the work.
 */
public final class Connection extends JupyterConnection {
    private static final Logger LOG = Logger.getLogger(Connection.class.getName());

    private final KernelConnectionProperties properties;
    private final Optional<Encryption> encryption;
    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket pulse;
    private final Channel shellChannel;
    private final Channel controlChannel;
    private final Prompter prompter;
    private final Publisher publisher;
    private final Map<String, Handler> onShell = new ConcurrentHashMap<>();
    private final Map<String, Handler> onControl = new ConcurrentHashMap<>();
    private final Queue<Runnable> afterwards = new ArrayDeque<>(); // of the shell's thread
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Sockets for a connection file. Nothing listens before {@link #connect()}.
     *
     * @param properties the connection file
     * @throws NoSuchAlgorithmException if the signature scheme is unknown
     * @throws InvalidKeyException if the key does not fit the scheme
     */
    public Connection(KernelConnectionProperties properties) throws NoSuchAlgorithmException, InvalidKeyException {
        this(properties, Optional.empty());
    }

    /**
     * The same, encrypted.
     *
     * @param properties the connection file
     * @param encryption its keys, if it has any
     * @throws NoSuchAlgorithmException if the signature scheme is unknown
     * @throws InvalidKeyException if the key does not fit the scheme
     */
    public Connection(KernelConnectionProperties properties, Optional<Encryption> encryption)
            throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
        this.properties = properties;
        this.encryption = encryption;
        var hmac = properties.createHMACGenerator();
        Codec codec = new Codec(hmac, UUID.randomUUID().toString());
        pulse = context.socket(SocketType.REP);
        shellChannel = new Channel(context, hmac, codec, false, this);
        controlChannel = new Channel(context, hmac, codec, true, this);
        prompter = new Prompter(context, hmac, codec);
        publisher = new Publisher(context, hmac, codec);
    }

    /**
     * Answers a type of request on the shell channel.
     *
     * @param type the request's type
     * @param handler what answers it, on the shell thread
     */
    public void onShell(String type, Handler handler) {
        onShell.put(type, handler);
    }

    /**
     * Answers a type of request on the control channel, also while a cell runs.
     *
     * @param type the request's type
     * @param handler what answers it, on the control thread
     */
    public void onControl(String type, Handler handler) {
        onControl.put(type, handler);
    }

    @Override
    public void connect() {
        encryption.ifPresent(keys -> List.of(pulse, shellChannel, controlChannel, prompter, publisher)
                .forEach(keys::apply));
        publisher.bind(properties);
        for (ShellChannel channel : new ShellChannel[] {shellChannel, controlChannel}) {
            channel.setHWM(0);
            channel.setRouterHandover(true);
            channel.setLinger(1000);
        }
        Endpoint.bind(pulse, properties, properties.getHbPort());
        Endpoint.bind(shellChannel, properties, properties.getShellPort());
        Endpoint.bind(controlChannel, properties, properties.getControlPort());
        prompter.bind(properties);
        publisher.start();
        JsonObject starting = new JsonObject();
        starting.addProperty("execution_state", "starting");
        publisher.sendMessage(Env.message(null, "status", starting, List.of()));
        Threads.daemon("heartbeat", () -> {
            for (byte[] beat = pulse.recv(); beat != null; beat = pulse.recv()) {
                pulse.send(beat);
            }
        });
        Threads.daemon("control", () -> serve(controlChannel, onControl));
        Threads.daemon("shell", () -> serve(shellChannel, onShell));
    }

    private void serve(Channel channel, Map<String, Handler> handlers) {
        for (Request request = channel.next(true); request != null; request = channel.next(true)) {
            answer(channel, handlers, request);
            if (channel == shellChannel) {
                while (!afterwards.isEmpty()) {
                    afterwards.remove().run();
                }
            }
        }
    }

    private void answer(Channel channel, Map<String, Handler> handlers, Request request) {
        Env env = new Env(channel, prompter, publisher, request);
        env.status("busy");
        try {
            Handler handler = handlers.get(request.type());
            if (handler == null) {
                unknown(request, env, channel.name());
            } else {
                handler.handle(request, env);
            }
            // Whatever it is, this thread must live: a kernel without it looks alive and never answers again.
        } catch (Throwable e) {
            LOG.log(Level.SEVERE, "could not answer " + request.type(), e);
            env.reply(request.type().replaceFirst("_request$", "_reply"), error(e));
        } finally {
            env.status("idle");
        }
    }

    private static void unknown(Request request, Env env, String channel) {
        if (request.type().endsWith("_request")) {
            env.reply(
                    request.type().replaceFirst("_request$", "_reply"),
                    error(new UnsupportedOperationException(
                            "no " + request.type() + " is answered on the " + channel + " channel")));
        }
    }

    private static JsonObject error(Throwable e) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", e.getClass().getSimpleName());
        content.addProperty("evalue", String.valueOf(e.getMessage()));
        content.add("traceback", new JsonArray());
        return content;
    }

    /**
     * Answers what has already arrived on the shell channel otherwise than usual, once the request at hand is done; nothing
     * that comes later. For the thread of the shell channel, before the reply to an error.
     *
     * @param type the type of request to answer otherwise
     * @param instead how
     */
    public void answerQueued(String type, Handler instead) {
        Map<String, Handler> handlers = new HashMap<>(onShell);
        handlers.put(type, instead);
        for (Request request = shellChannel.next(false); request != null; request = shellChannel.next(false)) {
            Request queued = request;
            afterwards.add(() -> answer(shellChannel, handlers, queued));
        }
    }

    /**
     * Where comms publish.
     *
     * @return the publisher of this connection, safe for any thread
     */
    public JupyterSocket publisher() {
        return publisher;
    }

    @Override
    public Env prepareReplyEnv(ShellChannel channel, MessageContext request) {
        return new Env((Channel) channel, prompter, publisher, request);
    }

    /** Lets what was sent arrive, then lets {@link #waitUntilClose()} return. The process must end soon after. */
    @Override
    public void close() {
        publisher.drain(2000);
        closed.countDown();
    }

    @Override
    public void waitUntilClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
