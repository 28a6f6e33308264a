package io.patchclamp.kernel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
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
        if (rest.contains("--help") || rest.contains("-h")) {
            usage(0);
        }
        Installer installer = new Installer(Main.class, System.getenv(), System.out::println);
        try {
            switch (first) {
                case "install" -> installer.install(rest);
                case "uninstall" -> installer.uninstall(rest);
                case Installer.REHEARSE -> Rehearsal.run();
                case "", "help", "--help", "-h" -> usage(first.isEmpty() ? 2 : 0);
                default -> serve(first);
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
        PrintStream to = status == 0 ? System.out : System.err;
        to.println("Patchclamp " + Startup.VERSION + ", a Jupyter kernel for Java. usage: java -jar JAR");
        to.println();
        to.println("    CONNECTION_FILE     serves a notebook; Jupyter calls it so");
        Installer.usage().forEach(line -> to.println("    " + line));
        to.println();
        to.println(
                "    --user              for this user (the default);  --sys-prefix  into the active Python environment");
        to.println("    --prefix DIR        under DIR/share/jupyter");
        to.println(
                "    --name NAME         the kernelspec's name (default patchclamp); two versions live side by side");
        to.println(
                "    --heap SIZE         4g, 800m;  -DNAME=VALUE, --jvm-arg OPTION  any option of Java; later in jvm.options");
        to.println("    --copy              copies the jars into the kernelspec, so that it outlives this folder");
        to.println("    --no-cds            without the class-data archive, which makes the kernel start faster");
        System.exit(status);
    }

    private static void serve(String word) throws Exception {
        Path file = Path.of(word);
        if (!Files.exists(file) && word.matches("[a-z-]+")) {
            throw new InstallException(
                    "There is no verb and no file '" + word + "'.", "install, uninstall, help, or a connection file");
        }
        ParentWatch.begin(System.getenv("JPY_PARENT_PID"), System.getProperty("os.name"), () -> end(1));
        Startup.configureLoggers();
        ConnectionFile connection = ConnectionFile.read(file);
        PatchclampKernel kernel = new PatchclampKernel(Patchclamp.home());
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
