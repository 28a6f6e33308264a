package io.patchclamp.kernel.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.MessageContext;
import org.zeromq.ZMQ;

/**
 * Stdin. One thread of our own holds the socket; whoever asks waits for it in Java, so that an interrupt ends the wait
 * and leaves the socket whole. A reply to a question that nobody waits for any more is thrown away.
 */
final class Prompter extends StdinChannel {
    private static final int POLL_MILLIS = 50;

    private final Codec codec;
    private final ZMQ.Context context;
    private final ExecutorService holder = Executors.newSingleThreadExecutor(body -> {
        Thread thread = new Thread(null, body, "patchclamp-stdin", 0, false);
        thread.setDaemon(true);
        return thread;
    });

    Prompter(ZMQ.Context context, HMACGenerator hmac, Codec codec) {
        super(context, hmac);
        this.codec = codec;
        this.context = context;
        setRouterHandover(true);
    }

    @Override
    public void bind(KernelConnectionProperties properties) {
        Endpoint.bind(this, properties, properties.getStdinPort());
    }

    /** Asks the client of a request; the answer without a line end. */
    String ask(MessageContext request, String prompt, boolean password) throws InterruptedException {
        Question question = new Question(request, prompt, password);
        Future<String> answer = holder.submit(question::put);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            question.withdrawn = true;
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the question could not be sent to the notebook", e.getCause());
        }
    }

    @Override
    public String getInput(MessageContext request, String prompt, boolean password) {
        try {
            return ask(request, prompt, password) + System.lineSeparator();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private final class Question {
        private final MessageContext request;
        private final String prompt;
        private final boolean password;
        private volatile boolean withdrawn;

        Question(MessageContext request, String prompt, boolean password) {
            this.request = request;
            this.prompt = prompt;
            this.password = password;
        }

        /** Runs on the socket's thread. */
        String put() {
            while (receive(0) != null) { // answers that came too late
            }
            JsonObject content = new JsonObject();
            content.addProperty("prompt", prompt);
            content.addProperty("password", password);
            List<byte[]> frames = codec.encode(
                    request.getIdentities(), Env.message(request, "input_request", content, request.getIdentities()));
            for (int i = 0; i < frames.size(); i++) {
                send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
            }
            while (!withdrawn) {
                Request reply = receive(POLL_MILLIS);
                if (reply != null && reply.type().equals("input_reply")) {
                    return reply.text("value");
                }
            }
            return "";
        }

        private Request receive(int millis) {
            ZMQ.Poller poller = context.poller(1);
            poller.register(Prompter.this, ZMQ.Poller.POLLIN);
            if (poller.poll(millis) <= 0) {
                return null;
            }
            List<byte[]> frames = new ArrayList<>();
            do {
                frames.add(recv());
            } while (hasReceiveMore());
            try {
                return codec.decode(frames);
            } catch (MalformedMessageException e) {
                return null;
            }
        }
    }
}
