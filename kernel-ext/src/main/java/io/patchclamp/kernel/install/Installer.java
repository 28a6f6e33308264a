package io.patchclamp.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
     * How it is called.
     *
     * @return one line a verb
     */
    public static List<String> usage() {
        return List.of(Request.USAGE, Request.USAGE_UNINSTALL);
    }

    /**
     * Installs.
     *
     * @param arguments the command line behind {@code install}
     * @return the kernelspec's folder
     * @throws IOException if a file cannot be written
     */
    public Path install(List<String> arguments) throws IOException {
        Request request = requested(() -> Request.toInstall(arguments, environment));
        Path folder = request.folder();
        checkName(folder);
        if (Files.exists(folder.resolve(KernelSpec.FILE)) && !KernelSpec.isOurs(folder, main.getName())) {
            throw new InstallException(
                    "There is another kernel in " + folder + ".", "--name NAME, or take that one away first");
        }
        boolean fresh = !Files.exists(folder);
        try {
            write(request, folder);
        } catch (FileSystemException | ReadOnlyFileSystemException e) {
            throw new InstallException("The folder " + folder + " cannot be written.", "--user, or --prefix DIR");
        } catch (InstallException e) {
            if (fresh) {
                delete(folder);
            }
            throw e;
        }
        say.accept("installed " + folder);
        say.accept("In Jupyter it is '" + KernelSpec.displayName(request.name())
                + "'; from a terminal: jupyter console --kernel " + request.name());
        say.accept("Options of its Java, one a line: " + folder.resolve(OPTIONS));
        return folder;
    }

    /** A folder's name with letters that the locale has no bytes for is none, for Java. */
    private static Request requested(Supplier<Request> request) {
        try {
            return request.get();
        } catch (InvalidPathException e) {
            throw new InstallException(
                    "The folder '" + e.getInput() + "' cannot be named: " + e.getReason() + ".",
                    "LC_ALL=C.UTF-8 before the command, or --prefix DIR with plain letters only");
        }
    }

    /** Jupyter knows kernels by their names in lower case: of two that differ by it alone, it finds one. */
    private static void checkName(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        if (!Files.isDirectory(folder.getParent())) {
            return;
        }
        try (Stream<Path> others = Files.list(folder.getParent())) {
            Optional<String> same = others.filter(other -> Files.exists(other.resolve(KernelSpec.FILE)))
                    .map(other -> other.getFileName().toString())
                    .filter(other -> other.equalsIgnoreCase(name) && !other.equals(name))
                    .findFirst();
            if (same.isPresent()) {
                throw new InstallException(
                        "There is a kernel '" + same.get() + "' in " + folder.getParent()
                                + ", and Jupyter does not tell '" + name + "' from it.",
                        "another --name, or uninstall --name " + same.get() + " first");
            }
        }
    }

    private void write(Request request, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(ARCHIVE));
        List<Path> jars = Jars.ofThisProgram();
        if (request.copy()) {
            jars = Jars.copy(jars, folder.resolve("lib"));
        }
        Path options = folder.resolve(OPTIONS);
        writeOptions(options, JvmOptions.text(jars, null, request.jvmArguments()));
        checkJava(options);
        Files.writeString(
                folder.resolve(KernelSpec.FILE),
                KernelSpec.text(java(), options.toString(), main.getName(), request.name()),
                StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("logo-svg.svg"), Logo.svg(), StandardCharsets.UTF_8);
        Files.write(folder.resolve("logo-64x64.png"), Logo.png(64));
        Files.write(folder.resolve("logo-32x32.png"), Logo.png(32));
        if (request.archive() && archive(folder)) {
            writeOptions(options, JvmOptions.text(jars, folder.resolve(ARCHIVE), request.jvmArguments()));
        }
    }

    private static void writeOptions(Path file, String text) throws IOException {
        Charset charset = JvmOptions.charset(System.getProperty("os.name"), System.getProperty("native.encoding"));
        Files.write(file, JvmOptions.bytes(text, charset));
    }

    /** An option that Java refuses would be a kernel that dies without a word. */
    private static void checkJava(Path options) throws IOException {
        Process process = new ProcessBuilder(java(), "@" + options, "-version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String first = said.lines().filter(l -> !l.isBlank()).findFirst().orElse("no word");
        throw new InstallException("Java does not start with these options: " + first, "java -X, for those there are");
    }

    /**
     * Takes a kernelspec away. Jars that were not copied stay where they are.
     *
     * @param arguments the command line behind {@code uninstall}
     * @return the folder that was there
     * @throws IOException if a file cannot be deleted
     */
    public Path uninstall(List<String> arguments) throws IOException {
        Request request = requested(() -> Request.toUninstall(arguments, environment));
        Path folder = request.folder();
        if (!Files.isRegularFile(folder.resolve(KernelSpec.FILE))) {
            throw new InstallException(
                    "There is no kernel in " + folder + ".",
                    "jupyter kernelspec list, and name it by --name and --prefix");
        }
        if (!KernelSpec.isOurs(folder, main.getName())) {
            throw new InstallException(
                    "The kernel in " + folder + " is another one.", "jupyter kernelspec uninstall " + request.name());
        }
        try {
            delete(folder);
        } catch (FileSystemException e) {
            throw new InstallException(
                    e.getFile() + " cannot be deleted.", "stop the kernels that run, or ask who owns the folder");
        }
        say.accept("removed " + folder);
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The Java that runs now: the kernel has just been seen to run on it. */
    private static String java() {
        boolean windows = File.separatorChar == '\\';
        return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java")
                .toString();
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
                    + new String(Files.readAllBytes(log), Charset.defaultCharset()).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(log);
        }
        Files.deleteIfExists(folder.resolve(ARCHIVE));
        return false;
    }
}
