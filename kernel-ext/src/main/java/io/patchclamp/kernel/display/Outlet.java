package io.patchclamp.kernel.display;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.patchclamp.progress.Progress;
import io.patchclamp.view.Bundle;

/**
 * Where one cell's output goes, in order. A thread started by a cell keeps that cell's outlet for life, so its late
 * output lands under the cell it belongs to. Text is gathered for a few milliseconds and sent as one message.
 */
public final class Outlet {
    private static final int BATCH = 32 * 1024;
    private static final int PROMPT_UPDATES = 100;

    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private final Sink sink;
    private final boolean asks;
    private final StringBuilder pending = new StringBuilder();
    private final Decoding out = new Decoding();
    private final Decoding err = new Decoding();
    private final List<JsonObject> payloads = new ArrayList<>();
    private final Allowance allowance = new Allowance();
    private final Map<String, Bundle> updates = new LinkedHashMap<>();
    private int updated;
    private boolean pendingIsErr;
    private boolean waiting;
    private volatile Progress progress = Progress.SILENT;

    /**
     * An outlet for a cell.
     *
     * @param sink where it leads
     * @param asks whether the user can be asked
     */
    public Outlet(Sink sink, boolean asks) {
        this.sink = sink;
        this.asks = asks;
    }

    /** Where the progress of this cell is told. */
    Progress progress() {
        return progress;
    }

    /**
     * Says where the progress of this cell is told.
     *
     * @param shown where
     */
    public void progress(Progress shown) {
        progress = shown;
    }

    /** Runs something whose output belongs here, whatever thread it runs on. */
    <T> T calling(Callable<T> task) throws Exception {
        Outlet before = OutletOfThread.carry(this);
        try {
            return task.call();
        } finally {
            OutletOfThread.carry(before);
        }
    }

    <T> T around(Supplier<T> task) {
        Outlet before = OutletOfThread.carry(this);
        try {
            return task.get();
        } finally {
            OutletOfThread.carry(before);
        }
    }

    /** A thread begins to run a task of this cell. */
    void begins(Thread worker) {
        workers.add(worker);
    }

    /** It goes on with something else. */
    void ends(Thread worker) {
        workers.remove(worker);
    }

    /**
     * The threads of any cell that run a task of this outlet's cell now.
     *
     * @return a copy
     */
    public List<Thread> workers() {
        return List.copyOf(workers);
    }

    /** Makes the calling thread, and those it will start, write here; threads of no cell too. */
    public void enter() {
        OutletOfThread.enter(this);
    }

    /** Takes bytes written by a cell; characters split over two writes are put together. */
    void write(boolean toErr, byte[] bytes, int offset, int length) {
        boolean first;
        synchronized (this) {
            if (!updates.isEmpty() || pending.length() > 0 && pendingIsErr != toErr) {
                flush();
            }
            pendingIsErr = toErr;
            int before = pending.length();
            (toErr ? err : out).decode(bytes, offset, length, pending);
            allowance.text(pending, before);
            if (pending.length() >= BATCH) {
                flush();
            }
            first = !waiting && pending.length() > 0;
            waiting |= first;
        }
        if (first) {
            Flusher.soon(this);
        }
    }

    /**
     * Tells the user something beside the output, on the error stream.
     *
     * @param text the text, with its line end
     */
    public void note(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(true, bytes, 0, bytes.length);
    }

    /** Sends what was written so far. */
    public synchronized void flush() {
        waiting = false;
        allowance.flush();
        updates.forEach((id, bundle) -> sink.publish("update_display_data", MimeJson.content(bundle, id)));
        updates.clear();
        if (pending.length() == 0) {
            return;
        }
        JsonObject content = new JsonObject();
        content.addProperty("name", pendingIsErr ? "stderr" : "stdout");
        content.addProperty("text", pending.toString());
        pending.setLength(0);
        sink.publish("stream", content);
    }

    /**
     * Shows something.
     *
     * @param bundle what to show
     * @param id the name under which it can be updated, or null
     */
    public synchronized void display(Bundle bundle, String id) {
        flush();
        if (!allowance.display()) {
            if (allowance.isFirstLeftOut()) {
                note("[cut: this cell showed " + Allowance.DISPLAYS + " displays; what follows is left out]\n");
            }
            return;
        }
        sink.publish("display_data", MimeJson.content(bundle, id));
    }

    /**
     * Replaces what was shown under a name. The first of a cell are sent at once; of a flood, the newest of each name every
     * few milliseconds.
     *
     * @param bundle what to show
     * @param id the name given to {@link #display}
     */
    public void update(Bundle bundle, String id) {
        boolean first;
        synchronized (this) {
            if (updates.isEmpty()) {
                flush();
            }
            updates.put(id, bundle);
            updated++;
            if (updated <= PROMPT_UPDATES) {
                flush();
            }
            first = !waiting && !updates.isEmpty();
            waiting |= first;
        }
        if (first) {
            Flusher.soon(this);
        }
    }

    /**
     * Shows the value of the cell.
     *
     * @param bundle the value
     * @param executionCount the number of the cell
     */
    public synchronized void result(Bundle bundle, int executionCount) {
        flush();
        JsonObject content = MimeJson.content(bundle, null);
        content.addProperty("execution_count", executionCount);
        sink.publish("execute_result", content);
    }

    /**
     * Clears what the cell has shown.
     *
     * @param wait whether to wait for the next output, so that nothing flickers
     */
    public synchronized void clear(boolean wait) {
        flush();
        JsonObject content = new JsonObject();
        content.addProperty("wait", wait);
        allowance.again();
        sink.publish("clear_output", content);
    }

    /** The cell is done: what is left is sent, and what was cut is said. Threads of the cell may write on. */
    public synchronized void end() {
        flush();
        String cut = allowance.end();
        if (!cut.isEmpty()) {
            JsonObject content = new JsonObject();
            content.addProperty("name", "stderr");
            content.addProperty("text", cut);
            sink.publish("stream", content);
        }
    }

    /**
     * Sends a message of any type, behind what was written before it.
     *
     * @param type the message's type
     * @param content the message
     * @param metadata what stands beside it
     * @param buffers bytes to send with it
     */
    public synchronized void send(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        flush();
        sink.publish(type, content, metadata, buffers);
    }

    /**
     * Opens text in the pager, once the cell is done.
     *
     * @param text the text
     */
    public synchronized void page(String text) {
        JsonObject data = new JsonObject();
        data.addProperty("text/plain", text);
        JsonObject payload = new JsonObject();
        payload.addProperty("source", "page");
        payload.add("data", data);
        payload.addProperty("start", 0);
        payloads.add(payload);
    }

    /**
     * What goes back with the reply.
     *
     * @return the payloads gathered so far
     */
    public synchronized JsonArray payloads() {
        JsonArray array = new JsonArray();
        payloads.forEach(array::add);
        return array;
    }

    /** Asks the user for a line. */
    String ask(String prompt, boolean password) throws InterruptedException {
        if (!asks) {
            throw new NoInputException();
        }
        flush();
        return sink.ask(prompt, password);
    }
}
