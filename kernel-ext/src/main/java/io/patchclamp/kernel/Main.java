package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.patchclamp.Patchclamp;
import io.patchclamp.fault.PatchclampException;
import io.patchclamp.kernel.install.InstallException;
import io.patchclamp.kernel.install.Installer;
import io.patchclamp.kernel.wire.Connection;
import io.patchclamp.kernel.wire.ConnectionFile;
import io.patchclamp.kernel.wire.ParentWatch;

/** Starts the kernel, or installs it. */
public final class Main {
    private Main() {}

    /**
     * The command line: a connection file, or {@code install} or {@code uninstall} with their options.
     *
     * @param arguments the command line
     * @throws Exception if the kernel cannot listen
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        String first = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        System.setProperty("java.awt.headless", "true");
        Installer installer = new Installer(Main.class, System.getenv(), System.out::println);
        try {
            switch (first) {
                case "install" -> installer.install(rest);
                case "uninstall" -> installer.uninstall(rest);
                case Installer.REHEARSE -> Rehearsal.run();
                case "", "help", "--help", "-h" -> usage(first.isEmpty() ? 2 : 0);
                default -> serve(Path.of(first));
            }
        } catch (PatchclampException | IOException e) {
            System.err.println(e instanceof PatchclampException ? e.getMessage() : e.toString());
            System.exit(e instanceof InstallException ? 2 : 1);
        }
        if (!first.isEmpty()) {
            System.exit(0);
        }
    }

    private static void usage(int status) {
        System.err.println("io.patchclamp.kernel.Main CONNECTION_FILE            serves a notebook");
        System.err.println("io.patchclamp.kernel.Main install [OPTION]…          tells Jupyter about this kernel");
        System.err.println("io.patchclamp.kernel.Main uninstall [OPTION]…        undoes that");
        System.err.println("    --user | --sys-prefix | --prefix DIR             where; --user if none is given");
        System.err.println("    --name NAME                                      kernelspec name (default patchclamp)");
        System.err.println(
                "    --heap SIZE | --jvm-arg OPTION                   e.g. --heap 4g; also in jvm.options later");
        System.err.println("    --no-cds                                         no class-data archive");
        System.exit(status);
    }

    private static void serve(Path file) throws Exception {
        ParentWatch.begin(System.getenv("JPY_PARENT_PID"), System.getProperty("os.name"), () -> end(1));
        Startup.configureLoggers();
        ConnectionFile connection = ConnectionFile.read(file);
        PatchclampKernel kernel = new PatchclampKernel(Patchclamp.home());
        kernel.start();
        Connection sockets = new Connection(connection);
        kernel.becomeHandlerForConnection(sockets);
        sockets.connect();
        sockets.waitUntilClose();
        end(0);
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
}
