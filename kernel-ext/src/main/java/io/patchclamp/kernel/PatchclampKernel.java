package io.patchclamp.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.patchclamp.kernel.complete.Assistant;
import io.patchclamp.kernel.complete.Completeness;
import io.patchclamp.kernel.complete.Completions;
import io.patchclamp.kernel.dependency.DependencyMagics;
import io.patchclamp.kernel.display.Outlet;
import io.patchclamp.kernel.display.OutletOfThread;
import io.patchclamp.kernel.display.Streams;
import io.patchclamp.kernel.everyday.EverydayMagics;
import io.patchclamp.kernel.everyday.OwnMagics;
import io.patchclamp.kernel.history.History;
import io.patchclamp.kernel.report.Uncaught;
import io.patchclamp.kernel.session.JavaSession;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.magic.Magics;
import io.patchclamp.view.Bundle;

/**
 * The kernel: one notebook's Java, magics and history, behind one connection. Basekernel's own handlers are replaced, all
 * of them; what it defines for kernels (evaluation, completion, display data, comms) is here for code written against it.
 */
final class PatchclampKernel extends BaseKernel {
    private static final Logger LOG = Logger.getLogger(PatchclampKernel.class.getName());

    private final CompletableFuture<JavaSession> java = new CompletableFuture<>();
    private final CompletableFuture<CellRunner> runner;
    private final CompletableFuture<Assistant> assistant;
    private final Magics magics;
    private final NotebookSession session = new NotebookSession(java);
    private final History history;
    private final Interrupts interrupts = new Interrupts();

    /** Begins to make the Java session at once, in the background: whoever needs it waits, kernel_info does not. */
    PatchclampKernel(Path home) {
        makeJavaSoon();
        history = new History(home.resolve("history").resolve("history.jsonl"));
        magics = Magics.standard().everywhere();
        magics.register(new TimeMagic());
        EverydayMagics.all(this::java).forEach(magics::register);
        OwnMagics.of(magics);
        DependencyMagics.all(path -> java().addToClassPath(path)).forEach(magics::register);
        runner = java.thenApply(j -> new CellRunner(j, magics, session, interrupts));
        assistant = java.thenApply(j -> new Assistant(j, magics, session));
        setShouldReplaceStdStreams(false);
    }

    private void makeJavaSoon() {
        Thread thread = new Thread(null, this::makeJava, "patchclamp-java", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void makeJava() {
        try {
            JavaSession made = new JavaSession(Startup.IMPORTS);
            Startup.quietLoggers();
            Streams.install();
            Thread.setDefaultUncaughtExceptionHandler(new Uncaught(made::threw));
            java.complete(made);
        } catch (Throwable e) { // whatever it is, a cell that waits for it must be told
            LOG.log(Level.SEVERE, "no Java session", e);
            java.completeExceptionally(e);
        }
    }

    JavaSession java() {
        return java.join();
    }

    CellRunner runner() {
        return runner.join();
    }

    Interrupts interrupts() {
        return interrupts;
    }

    Magics magics() {
        return magics;
    }

    History history() {
        return history;
    }

    Assistant assistant() {
        return assistant.join();
    }

    int nextCount() {
        return executionCount.getAndIncrement();
    }

    int count() {
        return executionCount.get();
    }

    @Override
    public void becomeHandlerForConnection(JupyterConnection connection) {
        Connection ours = (Connection) connection;
        new InfoRequests(this).register(ours);
        new ExecuteRequests(this, ours).register(ours);
        new CommRequests(this).register(ours);
        new LifeRequests(this, ours).register(ours);
    }

    @Override
    public void interrupt() {
        interrupts.request(Interrupts.Sent.UNKNOWN);
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(System.getProperty("java.version"))
                .mimetype("text/x-java")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("java")
                .exporter("script")
                .build();
    }

    @Override
    public String getBanner() {
        return "Patchclamp " + Startup.VERSION + " on Java " + System.getProperty("java.version")
                + ": neuroscience for language models";
    }

    @Override
    public List<LanguageInfo.Help> getHelpLinks() {
        return List.of(new LanguageInfo.Help("Java API", "https://docs.oracle.com/en/java/javase/17/docs/api/"));
    }

    @Override
    public DisplayData eval(String code) {
        Outlet outlet = OutletOfThread.current();
        CellRunner.Result result = runner().run(code, count(), outlet);
        if (result.error().isPresent()) {
            throw new IllegalStateException(
                    String.join("\n", result.error().get().lines()));
        }
        return result.result().map(PatchclampKernel::display).orElse(null);
    }

    private static DisplayData display(Bundle bundle) {
        DisplayData display = new DisplayData();
        bundle.data().forEach(display::putData);
        return display;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        Completions found = assistant().complete(code, at);
        return new ReplacementOptions(
                found.matches().stream().map(Completions.Match::text).toList(), found.start(), found.end());
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return assistant().inspect(code, at, extraDetail).map(DisplayData::new).orElse(null);
    }

    @Override
    public String isComplete(String code) {
        Completeness found = Completeness.of(code, java(), magics);
        return Map.of("complete", IS_COMPLETE_YES, "invalid", IS_COMPLETE_BAD)
                .getOrDefault(found.status(), found.indent());
    }
}
