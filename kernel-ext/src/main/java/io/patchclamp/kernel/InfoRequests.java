package io.patchclamp.kernel;

import java.util.List;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.patchclamp.kernel.complete.Completeness;
import io.patchclamp.kernel.complete.Completions;
import io.patchclamp.kernel.history.History;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.ConnectionFile;
import io.patchclamp.kernel.wire.Env;
import io.patchclamp.kernel.wire.Request;

/** Questions that change nothing. Cursors count code points on the wire and UTF-16 units in Java. */
final class InfoRequests {
    private final PatchclampKernel kernel;

    InfoRequests(PatchclampKernel kernel) {
        this.kernel = kernel;
    }

    void register(Connection connection) {
        connection.onShell("kernel_info_request", this::kernelInfo);
        connection.onControl("kernel_info_request", this::kernelInfo);
        connection.onShell("connect_request", (request, env) -> connect(connection, env));
        connection.onShell("complete_request", this::complete);
        connection.onShell("inspect_request", this::inspect);
        connection.onShell("is_complete_request", this::isComplete);
        connection.onShell("history_request", this::history);
    }

    static JsonObject ok() {
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        return content;
    }

    private void kernelInfo(Request request, Env env) {
        JsonObject content = ok();
        content.addProperty("protocol_version", Connection.PROTOCOL);
        content.addProperty("implementation", "patchclamp");
        content.addProperty("implementation_version", Startup.VERSION);
        Gson gson = new Gson();
        content.add("language_info", gson.toJsonTree(kernel.getLanguageInfo()));
        content.addProperty("banner", kernel.getBanner());
        content.add("help_links", gson.toJsonTree(kernel.getHelpLinks()));
        content.addProperty("debugger", false);
        content.add("supported_features", new JsonArray());
        env.reply("kernel_info_reply", content);
    }

    private static void connect(Connection connection, Env env) {
        ConnectionFile.Ports ports = connection.ports();
        JsonObject content = ok();
        content.addProperty("shell_port", ports.shell());
        content.addProperty("iopub_port", ports.iopub());
        content.addProperty("stdin_port", ports.stdin());
        content.addProperty("hb_port", ports.heartbeat());
        content.addProperty("control_port", ports.control());
        env.reply("connect_reply", content);
    }

    private void complete(Request request, Env env) {
        String code = request.text("code");
        int cursor = units(code, request.number("cursor_pos", Integer.MAX_VALUE));
        Completions found = kernel.assistant().complete(code, cursor);
        JsonArray matches = new JsonArray();
        JsonArray typed = new JsonArray();
        for (Completions.Match match : found.matches()) {
            matches.add(match.text());
            JsonObject one = new JsonObject();
            one.addProperty("text", match.text());
            one.addProperty("type", match.kind());
            one.addProperty("start", points(code, found.start()));
            one.addProperty("end", points(code, found.end()));
            typed.add(one);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", typed);
        JsonObject content = ok();
        content.add("matches", matches);
        content.addProperty("cursor_start", points(code, found.start()));
        content.addProperty("cursor_end", points(code, found.end()));
        content.add("metadata", metadata);
        env.reply("complete_reply", content);
    }

    private void inspect(Request request, Env env) {
        String code = request.text("code");
        int cursor = units(code, request.number("cursor_pos", Integer.MAX_VALUE));
        Optional<String> found = kernel.assistant().inspect(code, cursor, request.number("detail_level", 0) > 0);
        JsonObject data = new JsonObject();
        found.ifPresent(text -> data.addProperty("text/plain", text));
        JsonObject content = ok();
        content.addProperty("found", found.isPresent());
        content.add("data", data);
        content.add("metadata", new JsonObject());
        env.reply("inspect_reply", content);
    }

    private void isComplete(Request request, Env env) {
        Completeness found = Completeness.of(request.text("code"), kernel.java(), kernel.magics());
        JsonObject content = new JsonObject();
        content.addProperty("status", found.status());
        if (found.status().equals("incomplete")) {
            content.addProperty("indent", found.indent());
        }
        env.reply("is_complete_reply", content);
    }

    private void history(Request request, Env env) {
        boolean output = request.flag("output", false);
        JsonArray entries = new JsonArray();
        for (History.Entry entry : lookup(request)) {
            JsonArray one = new JsonArray();
            one.add(entry.session());
            one.add(entry.line());
            if (output) {
                JsonArray both = new JsonArray();
                both.add(entry.input());
                if (entry.output() == null) {
                    both.add(JsonNull.INSTANCE);
                } else {
                    both.add(entry.output());
                }
                one.add(both);
            } else {
                one.add(entry.input());
            }
            entries.add(one);
        }
        JsonObject content = ok();
        content.add("history", entries);
        env.reply("history_reply", content);
    }

    private List<History.Entry> lookup(Request request) {
        History history = kernel.history();
        return switch (request.text("hist_access_type")) {
            case "range" ->
                history.range(request.number("session", 0), request.number("start", 0), request.number("stop", 0));
            case "search" ->
                history.search(
                        request.getContent().has("pattern") ? request.text("pattern") : "*",
                        request.number("n", 0),
                        request.flag("unique", false));
            default -> history.tail(request.number("n", 10));
        };
    }

    /** Code points to UTF-16 units. */
    static int units(String code, int points) {
        int all = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.max(0, Math.min(points, all)));
    }

    /** UTF-16 units to code points. */
    static int points(String code, int units) {
        return code.codePointCount(0, Math.max(0, Math.min(units, code.length())));
    }
}
