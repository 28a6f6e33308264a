package io.patchclamp.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.Env;
import io.patchclamp.kernel.wire.Request;

/** Comms: what a handler prints or sends belongs to the message that caused it. */
final class CommRequests {
    private final CommManager comms;

    CommRequests(CommManager comms) {
        this.comms = comms;
    }

    void register(Connection connection) {
        connection.onShell("comm_open", (request, env) -> {
            begin(request, env);
            comms.handleCommOpenCommand(
                    env,
                    message(
                            request,
                            MessageType.COMM_OPEN_COMMAND,
                            new CommOpenCommand(request.text("comm_id"), request.text("target_name"), data(request))));
        });
        connection.onShell("comm_msg", (request, env) -> {
            begin(request, env);
            comms.handleCommMsgCommand(
                    env,
                    message(
                            request,
                            MessageType.COMM_MSG_COMMAND,
                            new CommMsgCommand(request.text("comm_id"), data(request))));
        });
        connection.onShell("comm_close", (request, env) -> {
            begin(request, env);
            comms.handleCommCloseCommand(
                    env,
                    message(
                            request,
                            MessageType.COMM_CLOSE_COMMAND,
                            new CommCloseCommand(request.text("comm_id"), data(request))));
        });
        connection.onShell("comm_info_request", this::info);
    }

    private void begin(Request request, Env env) {
        comms.setMessageContext(request);
        new Outlet(ExecuteRequests.sink(env), false).enter();
    }

    private void info(Request request, Env env) {
        String target = request.text("target_name");
        JsonObject open = new JsonObject();
        for (Comm comm : comms) {
            if (target.isEmpty() || target.equals(comm.getTargetName())) {
                JsonObject one = new JsonObject();
                one.addProperty("target_name", comm.getTargetName());
                open.add(comm.getID(), one);
            }
        }
        JsonObject content = InfoRequests.ok();
        content.add("comms", open);
        env.reply("comm_info_reply", content);
    }

    private static JsonObject data(Request request) {
        JsonElement data = request.getContent().get("data");
        return data != null && data.isJsonObject() ? data.getAsJsonObject() : new JsonObject();
    }

    private static <T> Message<T> message(Request request, MessageType<T> type, T content) {
        Header<?> in = request.getHeader();
        Header<T> header =
                new Header<>(in.getId(), in.getUsername(), in.getSessionId(), in.getTimestamp(), type, in.getVersion());
        return new Message<>(request.getIdentities(), header, null, null, content, request.getBlobs());
    }
}
