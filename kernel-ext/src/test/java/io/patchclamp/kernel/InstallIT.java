package io.patchclamp.kernel;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The front door of the jar: what each verb prints, refuses and leaves, and that what it installs runs. */
class InstallIT {
    @TempDir
    Path folder;

    /** What a program said, and its exit status in front of it. */
    private static String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        try (Stream<Path> jars = Files.list(Path.of("target", "dist", "lib"))) {
            command.add(jars.filter(f -> f.getFileName().toString().startsWith("patchclamp-kernel-"))
                    .findFirst()
                    .orElseThrow()
                    .toString());
        }
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    @Test
    void theRehearsalLeavesAnArchiveOfClasses() throws Exception {
        String said = run("install", "--prefix", folder.toString(), "-Duser.home=" + folder.resolve("home"));
        assertThat(said).startsWith("0 rehearsing").doesNotContain("no class-data archive");
        Path spec = folder.resolve("share/jupyter/kernels/patchclamp");
        assertThat(spec.resolve("kernel.jsa")).isNotEmptyFile();
        assertThat(Files.readString(spec.resolve("jvm.options"))).contains("SharedArchiveFile");
    }

    @Test
    void twoKernelsOfOneJarLiveSideBySideAndStartByTheirCommandLineAlone() throws Exception {
        boolean accents = Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode("é");
        Path prefix = folder.resolve(accents ? "a b é" : "a b");
        for (String name : List.of("one", "two")) {
            String said = run(
                    "install",
                    "--prefix",
                    prefix.toString(),
                    "--name",
                    name,
                    "--no-cds",
                    "-Xmx300m",
                    "-Duser.home=" + folder.resolve("home"),
                    "-Dwhich=" + name);
            assertThat(said)
                    .startsWith("0 installed "
                            + prefix.resolve("share/jupyter/kernels").resolve(name));
            assertThat(said).contains("'Java (Patchclamp, " + name + ")'").contains("jvm.options");
        }
        for (String name : List.of("one", "two")) {
            Path spec = prefix.resolve("share/jupyter/kernels").resolve(name);
            assertThat(spec).isDirectoryContaining("glob:**logo-64x64.png");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(argv(spec)));
            builder.environment().keySet().retainAll(Set.of("LANG", "LC_ALL", "LC_CTYPE")); // they spell the path
            try (Client client = Client.start(Files.createDirectory(folder.resolve(name)), builder)) {
                client.welcome();
                assertThat(client.run("System.getProperty(\"which\")").value()).isEqualTo(name);
            }
        }
        assertThat(run("uninstall", "--prefix", prefix.toString(), "--name", "one"))
                .isEqualToNormalizingNewlines("0 removed " + prefix.resolve("share/jupyter/kernels/one") + "\n");
        assertThat(prefix.resolve("share/jupyter/kernels/one")).doesNotExist();
        assertThat(prefix.resolve("share/jupyter/kernels/two/kernel.json")).exists();
    }

    private static List<String> argv(Path spec) throws IOException {
        return JsonParser.parseString(Files.readString(spec.resolve("kernel.json")))
                .getAsJsonObject()
                .getAsJsonArray("argv")
                .asList()
                .stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAdviceAndTwo() throws Exception {
        assertThat(run("instal"))
                .startsWith("2 There is no verb and no file 'instal'.")
                .contains("Try: install, uninstall");
        assertThat(run("install", "--prefix"))
                .startsWith("2 --prefix needs a value.")
                .contains("Try: install ");
        assertThat(run("uninstall", "--prefix", folder.toString())).startsWith("2 There is no kernel in ");
        assertThat(run("/no/such/file.json"))
                .startsWith("1 There is no connection file '")
                .contains("Try: ");
        assertThat(run()).startsWith("2 Patchclamp ").contains("uninstall");
        assertThat(run("install", "--help")).startsWith("0 Patchclamp ").contains("--heap SIZE");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"key\": \"sesame\", ");
        assertThat(run(broken.toString())).startsWith("1 The connection file '").doesNotContain("sesame", "\tat ");
    }
}
