package io.patchclamp.kernel;

import java.util.function.Function;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
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
import io.patchclamp.kernel.wire.Handler;
import io.patchclamp.kernel.wire.Request;

/** Comms: what a handler prints or sends belongs to the message that caused it. */
final class CommRequests {
    private final CommManager comms;

    CommRequests(CommManager comms) {
        this.comms = comms;
    }

    void register(Connection connection) {
        connection.onShell(
                "comm_open",
                handler(MessageType.COMM_OPEN_COMMAND, CommRequests::open, CommManager::handleCommOpenCommand));
        connection.onShell(
                "comm_msg",
                handler(MessageType.COMM_MSG_COMMAND, CommRequests::said, CommManager::handleCommMsgCommand));
        connection.onShell(
                "comm_close",
                handler(MessageType.COMM_CLOSE_COMMAND, CommRequests::close, CommManager::handleCommCloseCommand));
        connection.onShell("comm_info_request", this::info);
    }

    /** What basekernel does with a message of one type. */
    @FunctionalInterface
    private interface Doing<T> {
        void handle(CommManager comms, ReplyEnvironment env, Message<T> message);
    }

    private <T> Handler handler(MessageType<T> type, Function<Request, T> content, Doing<T> doing) {
        return (request, env) -> {
            comms.setMessageContext(request);
            new Outlet(ExecuteRequests.sink(env), false).enter();
            try {
                doing.handle(comms, env, message(request, type, content.apply(request)));
            } finally {
                Outlet.current().flush();
                Outlet.leave();
            }
        };
    }

    private static CommOpenCommand open(Request request) {
        return new CommOpenCommand(request.text("comm_id"), request.text("target_name"), data(request));
    }

    private static CommMsgCommand said(Request request) {
        return new CommMsgCommand(request.text("comm_id"), data(request));
    }

    private static CommCloseCommand close(Request request) {
        return new CommCloseCommand(request.text("comm_id"), data(request));
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
