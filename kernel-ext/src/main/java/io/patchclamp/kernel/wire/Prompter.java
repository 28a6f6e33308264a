package io.patchclamp.kernel.wire;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.patchclamp.kernel.thread.Threads;
import org.zeromq.ZMQ;

/**
 * Stdin. One thread of our own holds the socket; whoever asks waits for it in Java, so that an interrupt ends the wait
 * and leaves the socket whole. A reply to a question that nobody waits for any more is thrown away.
 */
final class Prompter extends StdinChannel {
    private static final int POLL_MILLIS = 50;

    private final Codec codec;
    private final Complaints complaints;
    private final ZMQ.Context context;
    private final ExecutorService holder = Executors.newSingleThreadExecutor(
            body -> Threads.ofNoCell("stdin", body)); // made by the first cell that asks

    private ZMQ.Poller poller; // of the holder's thread

    Prompter(ZMQ.Context context, Codec codec, Complaints complaints) {
        super(context, HMACGenerator.NO_AUTH_INSTANCE);
        this.codec = codec;
        this.complaints = complaints;
        this.context = context;
        setRouterHandover(true);
        Frames.limit(this);
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
            while (arrived(0)) {
                receive(); // answers that came too late
            }
            JsonObject content = new JsonObject();
            content.addProperty("prompt", prompt);
            content.addProperty("password", password);
            List<byte[]> frames = codec.encode(
                    request.getIdentities(), Env.message(request, "input_request", content, request.getIdentities()));
            String id = Codec.id(frames);
            Frames.send(Prompter.this, frames);
            while (!withdrawn) {
                Request reply = arrived(POLL_MILLIS) ? receive() : null;
                if (reply != null && answers(reply, id)) {
                    return reply.text("value");
                }
            }
            return "";
        }

        /** Clients that name the question they answer are believed for that question only. */
        private boolean answers(Request reply, String id) {
            boolean names = reply.getParentHeader() != null
                    && !reply.getParentHeader().getId().isEmpty();
            return reply.type().equals("input_reply")
                    && (!names || reply.getParentHeader().getId().equals(id));
        }

        private boolean arrived(int millis) {
            if (poller == null) {
                poller = context.poller(1);
                poller.register(Prompter.this, ZMQ.Poller.POLLIN);
            }
            return poller.poll(millis) > 0;
        }

        private Request receive() {
            try {
                List<byte[]> frames = Frames.receive(Prompter.this, false);
                return frames.isEmpty() ? null : codec.decode(frames);
            } catch (MalformedMessageException e) {
                complaints.dropped("stdin", e);
                return null;
            }
        }
    }
}
