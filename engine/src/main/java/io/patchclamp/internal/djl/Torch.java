package io.patchclamp.internal.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.patchclamp.fault.LoadException;

/** The one native library of the process, loaded at first use. */
public final class Torch {
    private static final ThreadLocal<Boolean> READY = ThreadLocal.withInitial(() -> false);

    private Torch() {}

    /** Holds what is made once; the class loader makes it safe for several threads. */
    private static final class Holder {
        static final PtNDManager ROOT;
        static final PtSymbolBlock KERNELS;

        static {
            // DJL looks its engine up through the context class loader, once for the whole process: a thread
            // with a foreign loader that comes first would break it for good.
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Torch.class.getClassLoader());
            try {
                LibrarySettings.apply();
                LibrarySettings.setIfAbsent(
                        "ai.djl.pytorch.num_threads",
                        String.valueOf(Runtime.getRuntime().availableProcessors()));
                ROOT = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
                KERNELS = JniUtils.loadModule(ROOT, new ByteArrayInputStream(FusedKernels.module()), false, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /**
     * Loads the library if it was not yet, and sets this thread up: no gradients, no graph optimiser. Both are
     * thread-local in libtorch and on by default.
     *
     * @throws LoadException if there is no library for this machine
     */
    public static void ready() {
        if (READY.get()) {
            return;
        }
        try {
            if (Holder.ROOT.isOpen()) {
                JniUtils.setGradMode(false);
                JniUtils.setGraphExecutorOptimize(false);
                READY.set(true);
            }
        } catch (ExceptionInInitializerError | NoClassDefFoundError | EngineException | UnsatisfiedLinkError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LoadException(
                    "libtorch cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + cause,
                    "./patchclamp doctor; natives are unpacked to "
                            + LibrarySettings.home().resolve("djl") + ", which must be writable with 500 MB free",
                    e);
        }
    }

    static PtNDManager root() {
        ready();
        return Holder.ROOT;
    }

    static PtSymbolBlock kernels() {
        return Holder.KERNELS;
    }

    /**
     * How the computation is made, for provenance.
     *
     * @return name and version of the library and its number of threads
     */
    public static String describe() {
        ready();
        return "libtorch " + Engine.getEngine("PyTorch").getVersion() + ", "
                + System.getProperty("ai.djl.pytorch.num_threads") + " threads";
    }
}
