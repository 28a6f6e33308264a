package io.patchclamp.kernel.dependency;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchclamp.progress.Progress;
import org.eclipse.aether.artifact.Artifact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Libraries from a repository of this test's own, over HTTP. */
class RepositoryTest {
    private static final String NOWHERE = "http://127.0.0.1:1/";

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer server;
    private String url;
    private int missing = 404;
    private int locals;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] file = files.get(exchange.getRequestURI().getPath());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(file == null ? missing : 200, file == null || head ? -1 : file.length);
        if (file != null && !head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(file);
            }
        }
        exchange.close();
    }

    private void put(String path, byte[] bytes) throws Exception {
        files.put(path, bytes);
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
        files.put(path + ".sha1", HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII));
    }

    private static String at(String name, String version, String end) {
        return "/org/example/" + name + "/" + version + "/" + name + "-" + version + end;
    }

    private void pom(String name, String version, String inside) throws Exception {
        String text = "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>" + name
                + "</artifactId><version>" + version + "</version>" + inside + "</project>";
        put(at(name, version, ".pom"), text.getBytes(StandardCharsets.UTF_8));
    }

    private void library(String name, String version, String inside) throws Exception {
        pom(name, version, inside);
        put(at(name, version, ".jar"), jar("org/example/" + name + "/A.class"));
    }

    private static byte[] jar(String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        return bytes.toByteArray();
    }

    private void threeVersions() throws Exception {
        for (String version : List.of("1.0", "1.5", "2.0")) {
            library("a", version, "");
        }
        String versions = Stream.of("1.0", "1.5", "2.0")
                .map(v -> "<version>" + v + "</version>")
                .collect(Collectors.joining());
        String text =
                "<metadata><groupId>org.example</groupId><artifactId>a</artifactId><versioning><release>2.0</release>"
                        + "<versions>" + versions + "</versions></versioning></metadata>";
        put("/org/example/a/maven-metadata.xml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String needs(String name, String version) {
        return "<dependencies>" + dependency(name, version, "") + "</dependencies>";
    }

    private static String dependency(String name, String version, String more) {
        return "<dependency><groupId>org.example</groupId><artifactId>" + name + "</artifactId>"
                + (version.isEmpty() ? "" : "<version>" + version + "</version>") + more + "</dependency>";
    }

    /** Where all else is looked for here, too. */
    private Settings mirrored(String by, String of) {
        locals++;
        return new Settings(
                folder.resolve("local" + locals),
                List.of(new Settings.Mirror("m", by, of)),
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    private List<String> found(String... coordinates) {
        return found(mirrored(url, "central"), List.of(), coordinates);
    }

    private List<String> found(Settings settings, List<String> repositories, String... coordinates) {
        return new Resolver(settings)
                .resolve(List.of(coordinates), repositories, Progress.SILENT).stream()
                        .map(Artifact::toString)
                        .toList();
    }

    @Test
    void aRangeTakesTheNewestWithin() throws Exception {
        threeVersions();
        assertThat(found("org.example:a:[1.0,2.0)")).containsExactly("org.example:a:jar:1.5");
        assertThat(found("org.example:a:RELEASE")).containsExactly("org.example:a:jar:2.0");
        assertThatThrownBy(() -> found("org.example:a:[3,4)"))
                .hasMessage("No version of org.example:a is within [3,4).\nTry: one of those there are: 1.0, 1.5, 2.0");
        assertThatThrownBy(() -> found("org.example:a:[3,"))
                .hasMessageStartingWith("'[3,' is no range of versions.\nTry: [1.0,2.0) from 1.0 to below 2.0");
        assertThatThrownBy(() -> found("org.example:zz:[3,4)"))
                .hasMessageStartingWith("There is no org.example:zz in " + url + ".\nTry: ");
    }

    @Test
    void aClassifierAndABillOfMaterialsWorkAsInMaven() throws Exception {
        threeVersions();
        put(at("a", "1.5", "-tests.jar"), jar("org/example/T.class"));
        assertThat(found("org.example:a:jar:tests:1.5")).containsExactly("org.example:a:jar:tests:1.5");
        pom(
                "bom",
                "1",
                "<packaging>pom</packaging><dependencyManagement><dependencies>" + dependency("a", "1.5", "")
                        + "</dependencies></dependencyManagement>");
        library(
                "user",
                "1",
                "<dependencyManagement><dependencies>"
                        + dependency("bom", "1", "<type>pom</type><scope>import</scope>")
                        + "</dependencies></dependencyManagement><dependencies>" + dependency("a", "", "")
                        + "</dependencies>");
        assertThat(found("org.example:user:1")).containsExactly("org.example:user:jar:1", "org.example:a:jar:1.5");
    }

    @Test
    void whatDoesNotGoTogetherIsNamedWithWhoWantsIt() throws Exception {
        threeVersions();
        library("one", "1", needs("a", "[1.5]"));
        library("two", "1", needs("a", "[1.0]"));
        library("three", "1", needs("gone", "7"));
        assertThatThrownBy(() -> found("org.example:one:1", "org.example:two:1"))
                .hasMessageStartingWith("No version suits all that need it: org.example:one:jar:1 needs"
                        + " org.example:a:[1.5,1.5]; org.example:two:jar:1 needs org.example:a:[1.0,1.0].\nTry: ");
        assertThatThrownBy(() -> found("org.example:three:1"))
                .hasMessageStartingWith("There is no org.example:gone:jar:7, which org.example:three:jar:1 needs, in "
                        + url + ".\nTry: --repo URL");
    }

    @Test
    void aFileWithAWrongChecksumIsNotTaken() throws Exception {
        library("bad", "1", "");
        files.put(at("bad", "1", ".jar.sha1"), "0".repeat(40).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> found("org.example:bad:1"))
                .hasMessageMatching("(?s)bad-1[.]jar from " + url
                        + " is damaged: its checksum is [0-9a-f]{40}, not 0{40}[.]\n" + "Try: .*");
        library("bare", "1", "");
        files.remove(at("bare", "1", ".jar.sha1"));
        assertThat(found("org.example:bare:1")).hasSize(1);
    }

    @Test
    void aPomThatCannotBeReadIsSaid() throws Exception {
        library("broken", "1", "");
        put(at("broken", "1", ".pom"), "<project><oops".getBytes(StandardCharsets.US_ASCII));
        Resolver resolver = new Resolver(mirrored(url, "*"));
        assertThat(resolver.resolve(List.of("org.example:broken:1"), List.of(), Progress.SILENT))
                .hasSize(1);
        assertThat(resolver.notes())
                .containsExactly("The POM of org.example:broken:jar:1 cannot be read: what it needs was not added.");
    }

    @Test
    void aRepositoryThatCannotBeReachedOrRefusesIsNamed() throws Exception {
        library("a", "1.0", "");
        assertThat(found(mirrored(url, "*"), List.of(NOWHERE), "org.example:a:1.0"))
                .hasSize(1);
        assertThat(found(mirrored(url, "central"), List.of(NOWHERE), "org.example:a:1.0"))
                .hasSize(1);
        assertThatThrownBy(() -> found(mirrored(NOWHERE, "*"), List.of(), "org.example:a:1.0"))
                .hasMessageStartingWith("The repository for org.example:a:1.0 cannot be reached: " + NOWHERE + ", ")
                .hasMessageContaining("Try: check the network");
        missing = 401;
        assertThatThrownBy(() -> found("org.example:secret:1"))
                .hasMessageStartingWith("The repository for org.example:secret:1 does not give it: " + url
                        + " answers 401 Unauthorized.\nTry: a <server>");
        missing = 500;
        assertThatThrownBy(() -> found("org.example:secret:1"))
                .hasMessageContaining("answers 500 Internal Server Error");
        assertThatThrownBy(() -> found(mirrored(url, "*"), List.of("my repo"), "org.example:a:1.0"))
                .hasMessageStartingWith("--repo 'my repo' is no address of a repository.\nTry: https://");
    }

    @Test
    void aNameThatAKernelsJarHasTooIsNoConflict() throws Exception {
        OwnJars own = new OwnJars(System.getProperty("java.class.path"));
        assertThat(own.version("gson")).isPresent();
        Path same = folder.resolve("same.jar");
        Files.write(same, jar("com/google/gson/Gson.class"));
        Path other = folder.resolve("other.jar");
        Files.write(other, jar("org/example/Gson.class"));
        assertThat(own.shares(same)).isTrue();
        assertThat(own.shares(other)).isFalse();
    }
}
