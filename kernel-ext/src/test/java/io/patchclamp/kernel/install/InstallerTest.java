package io.patchclamp.kernel.install;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
                        "\"-Xms32m\"",
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
        assertThat(said).last().isEqualTo("removed " + spec);
    }

    @Test
    void twoVersionsLiveSideBySide() throws IOException {
        Path one = installer.install(List.of("--prefix", folder.toString(), "--no-cds", "--name", "patchclamp-2"));
        Path two = installer.install(List.of("--prefix", folder.toString(), "--no-cds"));
        assertThat(one).isNotEqualTo(two);
        assertThat(Files.readString(one.resolve("kernel.json"))).contains("Java (Patchclamp, patchclamp-2)");
    }

    @Test
    void whatCannotBeDoneIsSaidWithWhatCan() {
        assertThatThrownBy(() -> installer.install(List.of("--prefix")))
                .isInstanceOf(InstallException.class)
                .hasMessageStartingWith("--prefix needs a value.\nTry: install | uninstall");
        assertThatThrownBy(() -> installer.install(List.of("--frefix", "x")))
                .hasMessageStartingWith("Unknown option '--frefix'.\nTry: ");
        assertThatThrownBy(() -> installer.install(List.of("--name", "a/b")))
                .hasMessageContaining("'a/b' is no name for a kernel.");
        assertThatThrownBy(() -> installer.uninstall(List.of("--prefix", folder.toString())))
                .hasMessageContaining("There is no kernel in")
                .hasMessageContaining("Try: jupyter kernelspec list");
    }

    @Test
    void foldersAreThoseJupyterLooksIn() {
        assertThat(Request.of(List.of("--user"), Map.of("JUPYTER_DATA_DIR", "/data"))
                        .folder())
                .isEqualTo(Path.of("/data/kernels/patchclamp"));
        assertThat(Request.of(List.of("--sys-prefix"), Map.of("VIRTUAL_ENV", "/venv"))
                        .folder())
                .isEqualTo(Path.of("/venv/share/jupyter/kernels/patchclamp"));
    }
}
