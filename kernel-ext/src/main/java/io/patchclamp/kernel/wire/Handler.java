package io.patchclamp.kernel.wire;

/** Answers one type of request. The status messages around it are sent by whoever calls it. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers.
     *
     * @param request what was asked
     * @param env where the answer goes
     */
    void handle(Request request, Env env);
}
