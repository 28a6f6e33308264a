package io.patchclamp.kernel.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Throws something in another thread, wherever in Java that thread is. {@code Thread.stop} did this until JDK 19; the JVM's
 * tool interface does it on every JDK, without an agent: {@code can_signal_thread} is a capability that any environment may
 * add at any time. Numbers below are those of jvmti.h, the same on every JVM.
 */
final class ThreadEnd {
    private static final Logger LOG = Logger.getLogger(ThreadEnd.class.getName());
    private static final int VERSION = 0x30010000; // JVMTI 1.1
    private static final int GET_ENV = 6; // in the table of JavaVM, from 0
    private static final int STOP_THREAD = 7; // in the table of jvmtiEnv, from 1
    private static final int ADD_CAPABILITIES = 142;
    private static final long CAN_SIGNAL_THREAD = 1L << 10;
    private static final int CAPABILITIES_BYTES = 16;

    private static Pointer environment;
    private static boolean hopeless;

    private ThreadEnd() {}

    /**
     * Throws {@code reason} in a thread at its next safe point in Java code.
     *
     * @return whether the JVM took it on; a thread in native code sees it only when that returns
     */
    static synchronized boolean in(Thread thread, Throwable reason) {
        if (hopeless) {
            return false;
        }
        try {
            if (environment == null) {
                environment = open();
            }
            Object status = function(environment, STOP_THREAD - 1)
                    .invoke(
                            int.class,
                            new Object[] {environment, thread, reason},
                            Map.of(Library.OPTION_ALLOW_OBJECTS, true));
            return Integer.valueOf(0).equals(status);
        } catch (RuntimeException | LinkageError e) { // a JVM without it, a machine JNA has no library for
            hopeless = true;
            LOG.log(Level.WARNING, "threads in library code cannot be stopped: " + e);
            return false;
        }
    }

    private static Pointer open() {
        PointerByReference machine = new PointerByReference();
        check("the JVM", machines().invokeInt(new Object[] {machine, 1, new IntByReference()}));
        PointerByReference tools = new PointerByReference();
        Pointer vm = machine.getValue();
        check("its tool interface", function(vm, GET_ENV).invokeInt(new Object[] {vm, tools, VERSION}));
        Pointer env = tools.getValue();
        try (Memory capabilities = new Memory(CAPABILITIES_BYTES)) {
            capabilities.clear();
            capabilities.setLong(0, CAN_SIGNAL_THREAD);
            check(
                    "its permission to stop threads",
                    function(env, ADD_CAPABILITIES - 1).invokeInt(new Object[] {env, capabilities}));
        }
        return env;
    }

    private static Function machines() {
        String name = "JNI_GetCreatedJavaVMs";
        try {
            return NativeLibrary.getProcess().getFunction(name);
        } catch (UnsatisfiedLinkError notExported) {
            Path home = Path.of(System.getProperty("java.home"));
            return List.of("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll").stream()
                    .map(home::resolve)
                    .filter(Files::exists)
                    .findFirst()
                    .map(library ->
                            NativeLibrary.getInstance(library.toString()).getFunction(name))
                    .orElseThrow(() -> notExported);
        }
    }

    /** A function of an object whose first word points to its table of functions. */
    private static Function function(Pointer object, int index) {
        return Function.getFunction(object.getPointer(0).getPointer((long) index * Native.POINTER_SIZE));
    }

    private static void check(String what, int status) {
        if (status != 0) {
            throw new IllegalStateException(what + " is not given (" + status + ")");
        }
    }
}
