package io.patchclamp.kernel.wire;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import io.patchclamp.kernel.thread.Threads;
import org.zeromq.ZMQ;

/**
 * The five sockets of a kernel and the loops on them. A request is framed by busy and idle whatever happens to it; no
 * request, known or unknown, and no error in a handler ends a loop.
 *
 * <p>Basekernel's own loops sleep 50 ms after each message, its publisher drops output, and one malformed message ends
 * its channel; so its sockets stay unbound here and ours, subclasses of them, do the work.
 */
public final class Connection extends JupyterConnection {
    /** The version of Jupyter's protocol that is spoken here. */
    public static final String PROTOCOL = "5.6";

    private static final Logger LOG = Logger.getLogger(Connection.class.getName());
    private static final int MAX_FAILURES = 100; // in a row: then the socket is gone

    private final ConnectionFile file;
    private final Signer signer;
    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket pulse = Heartbeat.socket(context);
    private final Channel shellChannel;
    private final Channel controlChannel;
    private final Complaints complaints = new Complaints();
    private final Prompter prompter;
    private final Publisher publisher;
    private volatile ConnectionFile.Ports ports = ConnectionFile.Ports.ANY;
    private final Map<String, Handler> onShell = new ConcurrentHashMap<>();
    private final Map<String, Handler> onControl = new ConcurrentHashMap<>();
    private final Queue<Runnable> afterwards = new ArrayDeque<>(); // of the shell's thread
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Sockets for a connection file. Nothing listens before {@link #connect()}.
     *
     * @param file the connection file
     * @throws GeneralSecurityException never: basekernel's own sockets, which sign, are not used
     */
    public Connection(ConnectionFile file) throws GeneralSecurityException {
        super(new KernelConnectionProperties("", 0, 0, 0, 0, 0, "", "", ""));
        this.file = file;
        signer = Signer.of(file.scheme(), file.key());
        Codec codec = new Codec(signer, UUID.randomUUID().toString());
        shellChannel = new Channel(context, codec, complaints, false, this);
        controlChannel = new Channel(context, codec, complaints, true, this);
        prompter = new Prompter(context, codec, complaints);
        publisher = new Publisher(context, codec, Publisher.HIGH_WATER, Publisher.MOST_BYTES);
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
        file.encryption().ifPresent(keys -> List.of(pulse, shellChannel, controlChannel, prompter, publisher)
                .forEach(keys::apply));
        ports = listen();
        publisher.start();
        JsonObject starting = new JsonObject();
        starting.addProperty("execution_state", "starting");
        publisher.sendMessage(Env.message(null, "status", starting, List.of()));
        Threads.daemon("heartbeat", () -> forever("heartbeat", () -> Heartbeat.beat(pulse, complaints)));
        Threads.daemon("control", () -> forever("control", () -> serve(controlChannel, onControl)));
        Threads.daemon(
                "shell",
                () -> forever("shell", () -> {
                    serve(shellChannel, onShell);
                    while (!afterwards.isEmpty()) {
                        afterwards.remove().run();
                    }
                }));
        if (file.registry().isPresent()) {
            Registration.announce(file, ports, signer);
        }
    }

    /**
     * Where it listens.
     *
     * @return the ports, once {@link #connect()} was called
     */
    public ConnectionFile.Ports ports() {
        return ports;
    }

    private ConnectionFile.Ports listen() {
        ConnectionFile.Ports wanted = file.ports();
        return new ConnectionFile.Ports(
                listen(shellChannel, wanted.shell()),
                listen(controlChannel, wanted.control()),
                listen(prompter, wanted.stdin()),
                listen(publisher, wanted.iopub()),
                listen(pulse, wanted.heartbeat()));
    }

    private int listen(ZMQ.Socket socket, int port) {
        if (file.transport().equals("ipc")) {
            Bridge.begin(context, socket, file.encryption(), Path.of(file.ip() + "-" + port));
            return port;
        }
        file.encryption().ifPresent(keys -> keys.apply(socket));
        return Endpoint.bind(socket, file.ip(), port);
    }

    /** Whatever comes, a channel goes on: a kernel without one looks alive and never answers again. */
    private static void forever(String channel, Runnable body) {
        int failures = 0;
        while (failures < MAX_FAILURES) {
            try {
                body.run();
                failures = 0;
            } catch (Throwable e) {
                failures++;
                LOG.log(Level.SEVERE, "on " + channel, e);
            }
        }
    }

    private void serve(Channel channel, Map<String, Handler> handlers) {
        Request request = channel.next(true);
        if (request != null) {
            answer(channel, handlers, request);
        }
    }

    private void answer(Channel channel, Map<String, Handler> handlers, Request request) {
        Env env = new Env(channel, prompter, publisher, request);
        env.status("busy");
        try {
            Handler handler = handlers.get(request.type());
            if (!request.isWhole()) {
                refuse(
                        request,
                        env,
                        new IllegalArgumentException("the content of " + request.type() + " is no object"));
            } else if (handler == null) {
                refuse(
                        request,
                        env,
                        new UnsupportedOperationException(
                                "no " + request.type() + " is answered on the " + channel.name() + " channel"));
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

    private static void refuse(Request request, Env env, RuntimeException why) {
        if (request.type().endsWith("_request")) {
            env.reply(request.type().replaceFirst("_request$", "_reply"), error(why));
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
