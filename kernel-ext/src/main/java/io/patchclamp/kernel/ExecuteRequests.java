package io.patchclamp.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.patchclamp.kernel.display.MimeJson;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.Sink;
import io.patchclamp.kernel.report.ErrorReport;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.Env;
import io.patchclamp.kernel.wire.Request;
import io.patchclamp.view.Bundle;

/** Runs cells for the client. After an error, what the client had already queued is aborted; what comes later is not. */
final class ExecuteRequests {
    private final PatchclampKernel kernel;
    private final Connection connection;

    ExecuteRequests(PatchclampKernel kernel, Connection connection) {
        this.kernel = kernel;
        this.connection = connection;
    }

    void register(Connection to) {
        to.onShell("execute_request", this::execute);
    }

    static Sink sink(Env env) {
        return new Sink() {
            @Override
            public void publish(String type, JsonObject content) {
                env.publish(type, content);
            }

            @Override
            public void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
                env.publish(type, content, metadata, buffers);
            }

            @Override
            public String ask(String prompt, boolean password) throws InterruptedException {
                return env.ask(prompt, password);
            }
        };
    }

    private void execute(Request request, Env env) {
        kernel.interrupts().begin(Interrupts.Sent.of(request));
        try {
            cell(request, env);
        } finally {
            kernel.interrupts().end();
        }
    }

    private void cell(Request request, Env env) {
        String code = request.text("code");
        boolean silent = request.flag("silent", false);
        boolean store = request.flag("store_history", !silent) && !silent;
        int count = store ? kernel.nextCount() : kernel.count();
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", count);
            env.publish("execute_input", input);
        }
        Outlet outlet = new Outlet(sink(env), request.flag("allow_stdin", true));
        CellRunner.Result result = kernel.runner().run(code, count, outlet);
        if (!silent) {
            result.result().ifPresent(bundle -> outlet.result(bundle, count));
        }
        if (store && !code.isBlank()) {
            kernel.history()
                    .add(count, code, result.result().map(ExecuteRequests::text).orElse(null));
        }
        if (result.error().isPresent()) {
            if (!silent && request.flag("stop_on_error", true)) { // what nobody sees must not cost the user a cell
                connection.answerQueued("execute_request", this::abort);
            }
            failed(result.error().get(), count, silent, env);
        } else {
            succeeded(request, outlet, count, env);
        }
    }

    private static String text(Bundle bundle) {
        String text = String.valueOf(bundle.data().get("text/plain"));
        return text.length() <= 2000 ? text : text.substring(0, 2000);
    }

    private void succeeded(Request request, Outlet outlet, int count, Env env) {
        JsonObject content = InfoRequests.ok();
        content.addProperty("execution_count", count);
        content.add("payload", outlet.payloads());
        content.add("user_expressions", expressions(request, count, outlet));
        env.reply("execute_reply", content);
    }

    private JsonObject expressions(Request request, int count, Outlet outlet) {
        JsonObject values = new JsonObject();
        JsonElement asked = request.getContent().get("user_expressions");
        if (asked != null && asked.isJsonObject()) {
            for (Map.Entry<String, JsonElement> one : asked.getAsJsonObject().entrySet()) {
                String code = one.getValue().isJsonPrimitive() ? one.getValue().getAsString() : "";
                CellRunner.Result result = kernel.runner().run(code, count, outlet);
                values.add(
                        one.getKey(), result.error().map(ExecuteRequests::error).orElseGet(() -> {
                            JsonObject value = InfoRequests.ok();
                            Optional<Bundle> bundle = result.result();
                            value.add("data", bundle.map(MimeJson::data).orElseGet(JsonObject::new));
                            value.add(
                                    "metadata",
                                    bundle.map(b -> MimeJson.json(b.metadata())).orElseGet(JsonObject::new));
                            return value;
                        }));
            }
        }
        return values;
    }

    private static void failed(ErrorReport report, int count, boolean silent, Env env) {
        JsonObject error = error(report);
        if (!silent) {
            JsonObject shown = error.deepCopy();
            shown.remove("status");
            env.publish("error", shown);
        }
        error.addProperty("execution_count", count);
        error.add("payload", new JsonArray());
        error.add("user_expressions", new JsonObject());
        env.reply("execute_reply", error);
    }

    private static JsonObject error(ErrorReport report) {
        JsonArray lines = new JsonArray();
        report.lines().forEach(lines::add);
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", report.name());
        content.addProperty("evalue", report.value());
        content.add("traceback", lines);
        return content;
    }

    private void abort(Request request, Env env) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "aborted");
        content.addProperty("execution_count", kernel.count());
        env.reply("execute_reply", content);
    }
}
