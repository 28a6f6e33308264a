package io.patchclamp.kernel.install;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * The options the kernel's JVM is started with, as an argument file: an editor is all it takes to change them.
 *
 * <p>Serial collection and no parallel compiler threads to speak of: a notebook is one user on a small machine. The heap
 * may take 30 % of the memory: it holds recordings and javac, while weights lie outside it and are the larger part; on a
 * machine of 2 GB this leaves room for a model of 500 MB, Jupyter, and the JVM's own needs. It begins small: Java would begin
 * with a 64th of the memory and fill that with garbage before it looks for any. Half of it is for what is new: with less, javac
 * was stopped ten times before the first result, and once a cell after that.
 *
 * <p>Loops that count may be stopped on their way, as with Java's other collectors: without this a stream over 2^63 numbers
 * holds up every thread of the kernel, the one that should stop it included, for seconds on end.
 */
final class JvmOptions {
    private static final List<String> ALWAYS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCountedLoopSafepoints",
            "-XX:LoopStripMiningIter=1000",
            "-XX:MaxRAMPercentage=30",
            "-Xms64m",
            "-XX:NewSize=32m",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * How often, in milliseconds, the C library gives the system back what libtorch has freed: it keeps 80 to 150 MB by itself,
     * and more the longer a kernel runs. Not every Java can.
     */
    private static final String TRIM = "TrimNativeHeapInterval";

    /** Makes reading a model token by token twice as fast; not every Java has it. Java says on its start that it is used. */
    private static final String VECTORS = "jdk.incubator.vector";

    private JvmOptions() {}

    static String text(List<Path> jars, Path archive, List<String> ofUser) {
        return text(
                jars.stream().map(Path::toString).toList(),
                File.pathSeparator,
                archive == null ? null : archive.toString(),
                ofUser);
    }

    /** The same with paths as texts: those of another system can be written, and tested, as well. */
    static String text(List<String> jars, String separator, String archive, List<String> ofUser) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Options of the Java that runs this kernel, one a line. Add yours at the end; the last of a kind wins.");
        lines.add("# -XX:MaxRAMPercentage is the share of memory for the heap (recordings); weights lie outside it.");
        ALWAYS.forEach(option -> lines.add(quoted(option)));
        if (knows(TRIM)) {
            lines.add(quoted("-XX:" + TRIM + "=10000"));
        }
        if (ModuleFinder.ofSystem().find(VECTORS).isPresent()) {
            lines.add(quoted("--add-modules=" + VECTORS));
        }
        if (archive != null && !archive.contains(separator)) { // Java would take it for two archives
            lines.add(quoted("-XX:SharedArchiveFile=" + archive));
        }
        lines.add("-cp");
        lines.add(quoted(String.join(separator, jars)));
        ofUser.forEach(option -> lines.add(quoted(option)));
        return String.join("\n", lines) + "\n";
    }

    /** Whether the Java that runs now has such an option: the kernel is started by the same one. */
    static boolean knows(String option) {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine != null && machine.getVMOption(option) != null;
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** Java on Windows reads argument files in the system's own charset, elsewhere as the bytes that paths are made of. */
    static Charset charset(String os, String nativeEncoding) {
        boolean windows = os.toLowerCase(Locale.ROOT).startsWith("windows");
        return windows && nativeEncoding != null && Charset.isSupported(nativeEncoding)
                ? Charset.forName(nativeEncoding)
                : StandardCharsets.UTF_8;
    }

    static byte[] bytes(String text, Charset charset) {
        for (String line : text.split("\n")) {
            if (!charset.newEncoder().canEncode(line)) {
                throw new InstallException(
                        "Java cannot be told of " + line + " in this system's charset, " + charset.name() + ".",
                        "install from and into folders with plain names, by --prefix DIR");
            }
        }
        return text.getBytes(charset);
    }

    /** In an argument file a backslash escapes, and blanks end an option unless it is quoted. */
    private static String quoted(String option) {
        return "\"" + option.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
