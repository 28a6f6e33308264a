package io.patchclamp.kernel;

import com.google.gson.JsonObject;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.Env;
import io.patchclamp.kernel.wire.Request;

/** Interrupt and shutdown. */
final class LifeRequests {
    private final PatchclampKernel kernel;
    private final Connection connection;

    LifeRequests(PatchclampKernel kernel, Connection connection) {
        this.kernel = kernel;
        this.connection = connection;
    }

    void register(Connection to) {
        to.onControl("interrupt_request", this::interrupt);
        to.onShell("interrupt_request", this::interrupt);
        to.onControl("shutdown_request", this::shutdown);
        to.onShell("shutdown_request", this::shutdown);
    }

    private void interrupt(Request request, Env env) {
        kernel.interrupts().request(Interrupts.Sent.of(request));
        env.reply("interrupt_reply", InfoRequests.ok());
    }

    /** The reply is sent first; then the process ends, whatever threads of the user still run. */
    private void shutdown(Request request, Env env) {
        boolean restart = request.flag("restart", false);
        kernel.onShutdown(restart);
        JsonObject content = InfoRequests.ok();
        content.addProperty("restart", restart);
        env.reply("shutdown_reply", content);
        JsonObject published = content.deepCopy();
        env.publish("shutdown_reply", published);
        Thread end = new Thread(null, connection::close, "patchclamp-end", 0, false);
        end.setDaemon(true);
        end.start();
    }
}
