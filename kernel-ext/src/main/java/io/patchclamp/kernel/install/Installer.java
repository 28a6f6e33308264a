package io.patchclamp.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Writes a kernelspec for the kernel it is part of, and takes it away again. */
public final class Installer {
    /** The first word after which the kernel rehearses itself, while the class-data archive is made. */
    public static final String REHEARSE = "rehearse";

    private static final String ARCHIVE = "kernel.jsa";
    private static final String OPTIONS = "jvm.options";

    private final Class<?> main;
    private final Map<String, String> environment;
    private final Consumer<String> say;

    /**
     * An installer.
     *
     * @param main the kernel's main class
     * @param environment the environment variables
     * @param say where to tell what is done
     */
    public Installer(Class<?> main, Map<String, String> environment, Consumer<String> say) {
        this.main = main;
        this.environment = Map.copyOf(environment);
        this.say = say;
    }

    /**
     * Installs.
     *
     * @param arguments the command line behind {@code install}
     * @return the kernelspec's folder
     * @throws IOException if a file cannot be written
     */
    public Path install(List<String> arguments) throws IOException {
        Request request = Request.of(arguments, environment);
        Path folder = request.folder();
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(ARCHIVE));
        List<Path> jars = jars();
        Path options = folder.resolve(OPTIONS);
        Files.writeString(options, JvmOptions.text(jars, null, request.jvmArguments()));
        Files.writeString(folder.resolve("kernel.json"), spec(request, options), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("logo-svg.svg"), Logo.svg(), StandardCharsets.UTF_8);
        Files.write(folder.resolve("logo-64x64.png"), Logo.png(64));
        Files.write(folder.resolve("logo-32x32.png"), Logo.png(32));
        if (request.archive() && archive(folder)) {
            Path archive = folder.resolve(ARCHIVE);
            Files.writeString(options, JvmOptions.text(jars, archive, request.jvmArguments()));
        }
        say.accept("installed " + folder);
        return folder;
    }

    /**
     * Takes a kernelspec away. The jars stay where they are.
     *
     * @param arguments the command line behind {@code uninstall}
     * @return the folder that was there
     * @throws IOException if a file cannot be deleted
     */
    public Path uninstall(List<String> arguments) throws IOException {
        Request request = Request.of(arguments, environment);
        Path folder = request.folder();
        if (!Files.isRegularFile(folder.resolve("kernel.json"))) {
            throw new InstallException(
                    "There is no kernel in " + folder + ".",
                    "jupyter kernelspec list, and name it by --name and --prefix");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        say.accept("removed " + folder);
        return folder;
    }

    private String spec(Request request, Path options) {
        JsonArray argv = new JsonArray();
        argv.add(java());
        argv.add("@" + options);
        argv.add(main.getName());
        argv.add("{connection_file}");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("debugger", false);
        JsonArray encryption = new JsonArray();
        encryption.add("curve");
        metadata.add("supported_encryption", encryption);
        JsonObject spec = new JsonObject();
        spec.add("argv", argv);
        spec.addProperty(
                "display_name",
                request.name().equals("patchclamp")
                        ? "Java (Patchclamp)"
                        : "Java (Patchclamp, " + request.name() + ")");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        spec.addProperty("kernel_protocol_version", "5.6");
        spec.add("env", environment());
        spec.add("metadata", metadata);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(spec) + "\n";
    }

    /**
     * libtorch's threads wait for each other after every product. Spinning, the default, is a little faster on an idle
     * machine and many times slower when other programs want the processors too; it is read before Java could set it.
     */
    private static JsonObject environment() {
        JsonObject environment = new JsonObject();
        environment.addProperty("OMP_WAIT_POLICY", "PASSIVE");
        return environment;
    }

    /** The Java that runs now: the kernel has just been seen to run on it. */
    private static String java() {
        boolean windows = File.separatorChar == '\\';
        return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java")
                .toString();
    }

    /** The jars the kernel runs from, in a fixed order: an archive of classes holds for this order only. */
    private List<Path> jars() throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath().normalize());
            }
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    /** Lets the kernel rehearse once, so that the JVM can keep the classes it loaded. Without it everything works, slower. */
    private boolean archive(Path folder) throws IOException {
        say.accept("rehearsing once, so that the kernel starts faster");
        Path log = Files.createTempFile("rehearsal", ".log");
        List<String> command = List.of(
                java(),
                "@" + folder.resolve(OPTIONS),
                "-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE),
                main.getName(),
                REHEARSE);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() == 0 && Files.exists(folder.resolve(ARCHIVE))) {
                return true;
            }
            say.accept("no class-data archive, the kernel starts a little slower: "
                    + Files.readString(log).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(log);
        }
        Files.deleteIfExists(folder.resolve(ARCHIVE));
        return false;
    }
}
