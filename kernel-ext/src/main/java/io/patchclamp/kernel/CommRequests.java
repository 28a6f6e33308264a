package io.patchclamp.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import io.patchclamp.kernel.comm.Comm;
import io.patchclamp.kernel.comm.Comms;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.report.ErrorReport;
import io.patchclamp.kernel.session.CellRun;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.Env;
import io.patchclamp.kernel.wire.Request;

/** Comms: handlers are user code, so they run as cells do: heard, stopped by an interrupt, and no harm to the kernel. */
final class CommRequests {
    private static final Gson GSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private final PatchclampKernel kernel;

    CommRequests(PatchclampKernel kernel) {
        this.kernel = kernel;
    }

    void register(Connection connection) {
        connection.onShell("comm_open", this::open);
        connection.onShell(
                "comm_msg", (request, env) -> run(Comms.said(request.text("comm_id"), message(request)), request, env));
        connection.onShell(
                "comm_close",
                (request, env) -> run(Comms.closed(request.text("comm_id"), message(request)), request, env));
        connection.onShell("comm_info_request", this::info);
    }

    private void open(Request request, Env env) {
        String id = request.text("comm_id");
        Runnable handler = Comms.opened(id, request.text("target_name"), message(request));
        if (handler == null) {
            JsonObject content = new JsonObject();
            content.addProperty("comm_id", id);
            content.add("data", new JsonObject());
            env.publish("comm_close", content);
        } else {
            run(handler, request, env);
        }
    }

    private void run(Runnable handler, Request request, Env env) {
        if (handler == null) {
            return; // a line that is closed already
        }
        Outlet outlet = new Outlet(ExecuteRequests.sink(env), false);
        kernel.interrupts().begin(Interrupts.Sent.of(request));
        try (CellRun run = kernel.java().begin(outlet::enter)) {
            kernel.interrupts().attach(run);
            try {
                run.call(() -> {
                    handler.run();
                    return null;
                });
            } catch (Throwable e) { // user code may throw what it likes; the kernel lives
                tell(e, run, outlet);
            }
        } finally {
            kernel.interrupts().end();
            outlet.flush();
        }
    }

    private static void tell(Throwable thrown, CellRun run, Outlet outlet) {
        List<String> lines;
        try {
            lines = run.isStopping()
                    ? List.of("KeyboardInterrupt: the handler of a comm was interrupted")
                    : ErrorReport.ofHandler(thrown).lines();
        } catch (RuntimeException worse) {
            lines = List.of(thrown.getClass().getName());
        }
        outlet.note(String.join("\n", lines) + "\n");
    }

    private void info(Request request, Env env) {
        String target = request.text("target_name");
        JsonObject open = new JsonObject();
        for (Comm comm : Comms.open()) {
            if (target.isEmpty() || target.equals(comm.target())) {
                JsonObject one = new JsonObject();
                one.addProperty("target_name", comm.target());
                open.add(comm.id(), one);
            }
        }
        JsonObject content = InfoRequests.ok();
        content.add("comms", open);
        env.reply("comm_info_reply", content);
    }

    private static Comm.Message message(Request request) {
        return new Comm.Message(
                map(request.getContent().get("data")), map(request.metadata()), List.copyOf(request.getBlobs()));
    }

    private static Map<String, Object> map(JsonElement data) {
        return data != null && data.isJsonObject()
                ? GSON.fromJson(data, new TypeToken<LinkedHashMap<String, Object>>() {})
                : Map.of();
    }
}
