package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.ParentWatch;

/** Starts the kernel, or installs it. */
public final class Main {
    private Main() {}

    /**
     * The command line: a connection file.
     *
     * @param arguments the command line
     * @throws Exception if the kernel cannot listen
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: java … io.patchclamp.kernel.Main CONNECTION_FILE");
            System.exit(2);
        }
        serve(Path.of(arguments[0]));
    }

    private static void serve(Path file) throws Exception {
        Startup.configureLoggers();
        PatchclampKernel kernel = new PatchclampKernel(home());
        kernel.start();
        Connection connection = new Connection(properties(file));
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        ParentWatch.begin(System.getenv("JPY_PARENT_PID"), () -> end(1));
        connection.waitUntilClose();
        end(0);
    }

    private static KernelConnectionProperties properties(Path file) throws IOException {
        try {
            return KernelConnectionProperties.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonParseException e) {
            throw new IOException("the connection file " + file + " is not JSON", e);
        }
    }

    /** Ends the process, shutdown hooks of user code included if they take less than two seconds. */
    private static void end(int status) {
        Thread watchdog = new Thread(
                null,
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(2);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(status);
                },
                "patchclamp-halt",
                0,
                false);
        watchdog.setDaemon(true);
        watchdog.start();
        System.exit(status);
    }

    private static Path home() {
        String home = System.getenv("PATCHCLAMP_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "patchclamp")
                : Path.of(home);
    }
}
