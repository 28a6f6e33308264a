package io.patchclamp.kernel.dependency;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.patchclamp.fault.CancelledException;
import io.patchclamp.magic.Magics;
import io.patchclamp.magic.Session;
import io.patchclamp.progress.Progress;
import org.eclipse.aether.artifact.Artifact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DependencyMagicsTest {
    @TempDir
    Path folder;

    private final List<Path> classPath = new ArrayList<>();
    private Magics magics;

    @BeforeEach
    void register() {
        magics = Magics.standard();
        DependencyMagics.all(classPath::add).forEach(magics::register);
    }

    private Object run(String name, String line) throws Exception {
        return magics.run(name, line, Optional.empty(), new InFolder(folder));
    }

    private record InFolder(Path directory) implements Session {
        @Override
        public Optional<Object> variable(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> variables() {
            return List.of();
        }

        @Override
        public Progress progress() {
            return Progress.SILENT;
        }
    }

    @Test
    void jarsAreFoundFromTheNotebooksFolder() throws Exception {
        Files.createDirectories(folder.resolve("lib"));
        for (String name : List.of("b.jar", "a.jar")) {
            new JarOutputStream(Files.newOutputStream(folder.resolve("lib").resolve(name)), new Manifest()).close();
        }
        Files.writeString(folder.resolve("lib/c.txt"), "");
        run("jars", "lib/*.jar");
        assertThat(classPath).containsExactly(folder.resolve("lib/a.jar"), folder.resolve("lib/b.jar"));
        run("classpath", "lib");
        assertThat(classPath).last().isEqualTo(folder.resolve("lib"));
    }

    @Test
    void aJarThatCannotBeReadIsRefusedAndNothingAdded() throws Exception {
        new JarOutputStream(Files.newOutputStream(folder.resolve("a.jar")), new Manifest()).close();
        Files.writeString(folder.resolve("b.jar"), "half a download");
        for (String magic : List.of("jars", "classpath")) {
            assertThatThrownBy(() -> run(magic, "*.jar"))
                    .hasMessageStartingWith("'b.jar' is no jar that can be read: ")
                    .hasMessageEndingWith("\nTry: build or download it again; nothing was added");
        }
        assertThat(classPath).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> run("jars", "no.jar"))
                .hasMessageStartingWith("There is no jar 'no.jar' seen from " + folder + ".\nTry: ");
        assertThatThrownBy(() -> run("maven", "commons-csv"))
                .hasMessageStartingWith("'commons-csv' are no Maven coordinates.\nTry: GROUP:ARTIFACT:VERSION");
        assertThat(classPath).isEmpty();
    }

    @Test
    void theKernelsOwnLibrariesAreKnownByTheirVersion() {
        OwnJars own = new OwnJars("/x/gson-2.15.0.jar" + File.pathSeparator + "/x/api-0.35.1.jar");
        assertThat(own.version("gson")).contains("2.15.0");
        assertThat(own.version("gso")).isEmpty();
        assertThat(own.version("gson-extras")).isEmpty();
        assertThat(OwnJars.isNewer("2.20.0", "2.16.1")).isTrue();
        assertThat(OwnJars.isNewer("2.8.5", "2.15.0")).isFalse();
    }

    @Test
    void aRepositoryGivesAJarAndAllItNeeds() throws IOException {
        publish("org.example", "needed", "1.1", "");
        publish(
                "org.example",
                "wanted",
                "2.0",
                "<dependencies><dependency><groupId>org.example</groupId><artifactId>needed</artifactId>"
                        + "<version>1.1</version></dependency></dependencies>"
                        + "<profiles><profile><id>p</id><activation><jdk>[11,)</jdk></activation></profile></profiles>");
        Settings settings = Settings.at(folder.resolve("local"), false);
        List<Artifact> found = new Resolver(settings)
                .resolve(
                        List.of("org.example:wanted:2.0"),
                        List.of(folder.resolve("remote").toUri().toString()),
                        Progress.SILENT);
        assertThat(found.stream().map(Artifact::getArtifactId)).containsExactly("wanted", "needed");
        assertThat(found).allMatch(a -> a.getFile().isFile());
    }

    @Test
    void offlineSaysHowToGetIt() {
        Settings settings = Settings.at(folder.resolve("local"), true);
        assertThatThrownBy(
                        () -> new Resolver(settings).resolve(List.of("org.example:nope:1"), List.of(), Progress.SILENT))
                .isInstanceOf(DependencyException.class)
                .hasMessageContaining("org.example:nope:1 cannot be had while offline")
                .hasMessageContaining("Try: fetch it once with network");
    }

    @Test
    void aRepositoryThatFallsSilentDoesNotHoldUpAnInterrupt() throws Exception {
        try (ServerSocket silent =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) { // takes calls, never answers
            Settings settings = Settings.at(folder.resolve("local"), false);
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread cell = new Thread(() -> {
                try {
                    new Resolver(settings).resolve(List.of("org.example:a:1"), List.of(url), Progress.SILENT);
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            cell.start();
            silent.accept();
            cell.interrupt();
            cell.join(10_000);
            assertThat(thrown.get())
                    .isInstanceOf(CancelledException.class)
                    .hasMessageStartingWith("Interrupted while fetching org.example:a:1.\nTry: ");
        }
    }

    @Test
    void settingsNameMirrorsProxiesAndTheLocalRepository() throws IOException {
        Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <localRepository>/keep/here</localRepository>
                  <mirrors><mirror><id>m</id><url>https://mirror.example/</url><mirrorOf>*</mirrorOf></mirror></mirrors>
                  <proxies><proxy><active>true</active><host>proxy.example</host><port>3128</port></proxy></proxies>
                  <servers><server><id>m</id><username>u</username><password>p</password></server></servers>
                </settings>
                """);
        Settings settings = Settings.of(folder);
        assertThat(settings.localRepository()).isEqualTo(Path.of("/keep/here"));
        assertThat(settings.mirrors()).containsExactly(new Settings.Mirror("m", "https://mirror.example/", "*"));
        assertThat(settings.proxies()).containsExactly(new Settings.Proxy("http", "proxy.example", 3128, ""));
        assertThat(settings.servers()).containsExactly(new Settings.Server("m", "u", "p"));
        Files.writeString(folder.resolve("settings.xml"), "<settings>");
        assertThatThrownBy(() -> Settings.of(folder)).hasMessageContaining("settings.xml cannot be read");
    }

    @Test
    void settingsNameRepositoriesInProfilesAndEncryptPasswords() throws IOException {
        Files.writeString(
                folder.resolve("settings-security.xml"),
                "<settingsSecurity><master>{XthZHogT3OoHRSzSiWUGeHHVk6udqL3qQNV3vPE/yds=}</master></settingsSecurity>");
        String settings = """
                <settings>
                  <servers><server><id>r</id><username>u</username><password>%s</password></server></servers>
                  <profiles>
                    <profile><id>on</id><repositories><repository><id>r</id><url>https://r.example/</url></repository></repositories></profile>
                    <profile><id>off</id><repositories><repository><id>o</id><url>https://o.example/</url></repository></repositories></profile>
                    <profile><id>else</id><activation><activeByDefault>true</activeByDefault></activation>
                      <repositories><repository><id>d</id><url>https://d.example/</url></repository></repositories></profile>
                  </profiles>
                  %s
                </settings>
                """;
        String sealed = "{uB3Yt3lhQL0Hty3goTLH6DDm2kWTae1+i5RTClqj0og=}"; // by mvn --encrypt-password
        Path file = folder.resolve("settings.xml");
        Files.writeString(
                file, settings.formatted(sealed, "<activeProfiles><activeProfile>on</activeProfile></activeProfiles>"));
        Settings found = Settings.of(folder);
        assertThat(found.servers()).containsExactly(new Settings.Server("r", "u", "open sesame"));
        assertThat(found.repositories()).containsExactly(new Settings.Repository("r", "https://r.example/"));
        Files.writeString(file, settings.formatted(sealed, ""));
        assertThat(Settings.of(folder).repositories())
                .containsExactly(new Settings.Repository("d", "https://d.example/"));
        Files.writeString(file, settings.formatted("{AAAA}", ""));
        assertThatThrownBy(() -> Settings.of(folder))
                .hasMessageStartingWith("A password in settings.xml cannot be decrypted by the master password in"
                        + " settings-security.xml.\nTry: mvn --encrypt-password");
        Files.delete(folder.resolve("settings-security.xml"));
        assertThatThrownBy(() -> Settings.of(folder))
                .hasMessageContaining("settings-security.xml has no master password")
                .hasMessageContaining("Try: mvn --encrypt-master-password");
    }

    @Test
    void aRepositoryOfAProfileIsAsked() throws IOException {
        publish("org.example", "ours", "1.0", "");
        String url = folder.resolve("remote").toUri().toString();
        Settings settings = new Settings(
                folder.resolve("local"),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Settings.Repository("company", url)),
                false);
        List<Artifact> found =
                new Resolver(settings).resolve(List.of("org.example:ours:1.0"), List.of(), Progress.SILENT);
        assertThat(found.stream().map(Artifact::getArtifactId)).containsExactly("ours");
    }

    private void publish(String group, String name, String version, String inside) throws IOException {
        Path at = folder.resolve("remote/" + group.replace('.', '/') + "/" + name + "/" + version);
        Files.createDirectories(at);
        Files.writeString(
                at.resolve(name + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + name
                        + "</artifactId><version>" + version + "</version>" + inside + "</project>");
        Files.write(
                at.resolve(name + "-" + version + ".jar"),
                new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
}
