package io.patchclamp.kernel.install;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import javax.imageio.ImageIO;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InstallerTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final Installer installer = new Installer(InstallerTest.class, Map.of(), said::add);

    @Test
    void aKernelspecIsWrittenAndTakenAway() throws IOException {
        Path prefix = folder.resolve("with space");
        Path spec = installer.install(
                List.of("--prefix", prefix.toString(), "--no-cds", "--heap=2g", "--jvm-arg", "-Da=b c\\d"));
        assertThat(spec).isEqualTo(prefix.resolve("share/jupyter/kernels/patchclamp"));
        JsonObject json = JsonParser.parseString(Files.readString(spec.resolve("kernel.json")))
                .getAsJsonObject();
        assertThat(json.get("language").getAsString()).isEqualTo("java");
        assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
        assertThat(json.getAsJsonArray("argv").get(0).getAsString()).startsWith(System.getProperty("java.home"));
        assertThat(json.getAsJsonArray("argv").get(1).getAsString()).isEqualTo("@" + spec.resolve("jvm.options"));
        assertThat(json.getAsJsonArray("argv").get(3).getAsString()).isEqualTo("{connection_file}");
        assertThat(Files.readAllLines(spec.resolve("jvm.options")))
                .contains(
                        "\"-XX:+UseSerialGC\"",
                        "\"-XX:+UseCountedLoopSafepoints\"",
                        "\"-Xms64m\"",
                        "\"-XX:NewSize=32m\"",
                        "\"--add-modules=jdk.incubator.vector\"",
                        "\"-Xmx2g\"",
                        "\"-Da=b c\\\\d\"",
                        "-cp")
                .noneMatch(l -> l.contains("SharedArchiveFile"));
        BufferedImage logo = ImageIO.read(spec.resolve("logo-64x64.png").toFile());
        assertThat(logo.getWidth()).isEqualTo(64);
        assertThat(Files.readString(spec.resolve("logo-svg.svg"))).startsWith("<svg");
        installer.uninstall(List.of("--prefix", prefix.toString()));
        assertThat(spec).doesNotExist();
        assertThat(said)
                .containsExactly(
                        "installed " + spec,
                        "In Jupyter it is 'Java (Patchclamp)'; from a terminal: jupyter console --kernel patchclamp",
                        "Options of its Java, one a line: " + spec.resolve("jvm.options"),
                        "removed " + spec);
    }

    @Test
    void memoryIsGivenBackWhereThisJavaCan() {
        assertThat(JvmOptions.knows("UseSerialGC")).isTrue();
        assertThat(JvmOptions.knows("GiveEverythingBack")).isFalse();
        assertThat(JvmOptions.text(List.of("a.jar"), ":", null, List.of())
                        .contains("\"-XX:TrimNativeHeapInterval=10000\""))
                .isEqualTo(JvmOptions.knows("TrimNativeHeapInterval"));
    }

    @Test
    void twoVersionsLiveSideBySide() throws IOException {
        Path one = installer.install(List.of("--prefix", folder.toString(), "--no-cds", "--name", "patchclamp-2"));
        Path two = installer.install(List.of("--prefix", folder.toString(), "--no-cds"));
        assertThat(one).isNotEqualTo(two);
        assertThat(Files.readString(one.resolve("kernel.json"))).contains("Java (Patchclamp, patchclamp-2)");
    }

    @Test
    void aNameThatJupyterTakesForAnothersIsRefused() throws IOException {
        installer.install(List.of("--prefix", folder.toString(), "--no-cds"));
        Path kernels = folder.resolve("share/jupyter/kernels");
        assertThatThrownBy(() ->
                        installer.install(List.of("--prefix", folder.toString(), "--no-cds", "--name", "Patchclamp")))
                .isInstanceOf(InstallException.class)
                .hasMessage(
                        "There is a kernel 'patchclamp' in " + kernels + ", and Jupyter does not tell 'Patchclamp' from"
                                + " it.\nTry: another --name, or uninstall --name patchclamp first");
        assertThatThrownBy(() -> installer.install(List.of("--prefix", "a\0b")))
                .isInstanceOf(InstallException.class)
                .hasMessageMatching(
                        "(?s)The folder 'a.b' cannot be named: .*[.]\nTry: LC_ALL=C.UTF-8 before the command.*");
    }

    @Test
    void whatCannotBeDoneIsSaidWithWhatCan() {
        assertThatThrownBy(() -> installer.install(List.of("--prefix")))
                .isInstanceOf(InstallException.class)
                .hasMessageStartingWith("--prefix needs a value.\nTry: install  [--user");
        assertThatThrownBy(() -> installer.install(List.of("--frefix", "x")))
                .hasMessageStartingWith("Unknown option '--frefix'.\nTry: ");
        assertThatThrownBy(() -> installer.install(List.of("--name", "a/b")))
                .hasMessageContaining("'a/b' is no name for a kernel.");
        for (String name : List.of("..", ".", "-x", "x.", "", "con", "LPT1.x", "ä")) {
            assertThatThrownBy(() -> installer.install(List.of("--name", name)))
                    .hasMessageContaining("'" + name + "' is no name for a kernel.");
        }
        assertThatThrownBy(() -> installer.install(List.of("--heap", "banana")))
                .hasMessageStartingWith("--heap 'banana' is no size.\nTry: --heap 4g");
        assertThatThrownBy(() -> installer.install(List.of("--jvm-arg", "Xmx1g")))
                .hasMessageStartingWith("--jvm-arg 'Xmx1g' is no option of Java.\nTry: ");
        assertThatThrownBy(() -> installer.uninstall(List.of("--heap", "4g")))
                .hasMessageStartingWith("Unknown option '--heap'.\nTry: uninstall ");
        assertThatThrownBy(() -> installer.uninstall(List.of("--prefix", folder.toString())))
                .hasMessageContaining("There is no kernel in")
                .hasMessageContaining("Try: jupyter kernelspec list");
    }

    @Test
    void anotherProgramsKernelIsNeitherOverwrittenNorRemoved() throws IOException {
        Path python = Files.createDirectories(folder.resolve("share/jupyter/kernels/python3"));
        String spec = "{\"argv\": [\"python\", \"-m\", \"ipykernel\"]}";
        Files.writeString(python.resolve("kernel.json"), spec);
        List<String> there = List.of("--prefix", folder.toString(), "--name", "python3");
        assertThatThrownBy(() -> installer.install(there)).hasMessageContaining("There is another kernel in " + python);
        assertThatThrownBy(() -> installer.uninstall(there))
                .hasMessageContaining(
                        "The kernel in " + python + " is another one.\nTry: jupyter kernelspec uninstall");
        assertThat(Files.readString(python.resolve("kernel.json"))).isEqualTo(spec);
    }

    @Test
    void optionsThatJavaRefusesAreRefusedAndNothingIsLeft() {
        assertThatThrownBy(
                        () -> installer.install(List.of("--prefix", folder.toString(), "--no-cds", "-XX:+NoSuchThing")))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("Java does not start with these options: ")
                .hasMessageContaining("NoSuchThing");
        assertThat(folder.resolve("share/jupyter/kernels/patchclamp")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> installer.install(List.of("--prefix", file.toString(), "--no-cds")))
                .hasMessageContaining("cannot be written.\nTry: --user, or --prefix DIR");
    }

    @Test
    void propertiesAreOptionsAsJavaSpellsThem() throws IOException {
        Path spec = installer.install(List.of("--prefix", folder.toString(), "--no-cds", "-Dmy.key=a value", "-Xss8m"));
        assertThat(Files.readAllLines(spec.resolve("jvm.options"))).contains("\"-Dmy.key=a value\"", "\"-Xss8m\"");
    }

    @Test
    void jarsThatAJarNamesAreItsClassPathAndCanBeCopied() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("a b"));
        Path other = jar(lib.resolve("other.jar"), null);
        Path main = jar(lib.resolve("main.jar"), "other.jar missing.jar");
        assertThat(Jars.of(main.toString())).containsExactly(main, other);
        List<Path> copies = Jars.copy(Jars.of(main.toString()), folder.resolve("copies"));
        assertThat(copies).allMatch(Files::isRegularFile).hasSize(2);
        assertThatThrownBy(() -> Jars.copy(List.of(lib), folder)).hasMessageContaining("which cannot be copied");
    }

    private static Path jar(Path file, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    @Test
    void pathsOfWindowsSurviveBothFiles() {
        String java = "C:\\Program Files\\Java\\jdk-17\\bin\\java.exe";
        String options = "C:\\Users\\Jörg Müller\\AppData\\Roaming\\jupyter\\kernels\\patchclamp\\jvm.options";
        JsonObject spec = JsonParser.parseString(KernelSpec.text(java, options, "Main", "x"))
                .getAsJsonObject();
        assertThat(spec.getAsJsonArray("argv").get(0).getAsString()).isEqualTo(java);
        assertThat(spec.getAsJsonArray("argv").get(1).getAsString()).isEqualTo("@" + options);
        String text = JvmOptions.text(
                List.of("D:\\lib dir\\a.jar", "D:\\lib dir\\b.jar"), ";", "D:\\lib dir\\kernel.jsa", List.of());
        assertThat(text.lines())
                .contains(
                        "\"D:\\\\lib dir\\\\a.jar;D:\\\\lib dir\\\\b.jar\"",
                        "\"-XX:SharedArchiveFile=D:\\\\lib dir\\\\kernel.jsa\"");
    }

    @Test
    void argumentFilesAreWrittenInTheCharsetThatJavaReadsThemIn() {
        Charset windows = JvmOptions.charset("Windows 11", "windows-1252");
        assertThat(windows).isEqualTo(Charset.forName("windows-1252"));
        assertThat(JvmOptions.bytes("-Da=ö", windows)).endsWith(0xF6);
        assertThat(JvmOptions.charset("Linux", "ANSI_X3.4-1968")).isEqualTo(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JvmOptions.bytes("-cp\nC:\\Users\\日本\\a.jar", windows))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("Java cannot be told of C:\\Users\\日本\\a.jar")
                .hasMessageContaining("windows-1252");
    }

    @Test
    void anArchiveWhosePathJavaWouldTakeForTwoIsLeftOut() {
        assertThat(JvmOptions.text(List.of("a.jar"), ":", "/a:b/kernel.jsa", List.of()))
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void usersFoldersAreThoseOfTheirSystem() {
        Path home = Path.of("/home/u");
        assertThat(Folders.user(Map.of(), "Linux", home)).isEqualTo(Path.of("/home/u/.local/share/jupyter"));
        assertThat(Folders.user(Map.of("XDG_DATA_HOME", "/x"), "Linux", home)).isEqualTo(Path.of("/x/jupyter"));
        assertThat(Folders.user(Map.of(), "Mac OS X", home)).isEqualTo(Path.of("/home/u/Library/Jupyter"));
        assertThat(Folders.user(Map.of(), "Windows 10", home)).isEqualTo(Path.of("/home/u/AppData/Roaming/jupyter"));
        assertThat(Folders.user(Map.of("APPDATA", "/roam"), "Windows 10", home)).isEqualTo(Path.of("/roam/jupyter"));
    }

    @Test
    void foldersAreThoseJupyterLooksIn() {
        assertThat(Request.toInstall(List.of("--user"), Map.of("JUPYTER_DATA_DIR", "/data"))
                        .folder())
                .isEqualTo(Path.of("/data/kernels/patchclamp"));
        assertThat(Request.toInstall(List.of("--sys-prefix"), Map.of("VIRTUAL_ENV", "/venv"))
                        .folder())
                .isEqualTo(Path.of("/venv/share/jupyter/kernels/patchclamp"));
    }
}
