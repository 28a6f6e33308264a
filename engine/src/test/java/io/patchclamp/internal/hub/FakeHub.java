package io.patchclamp.internal.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchclamp.internal.json.Json;

/** A hub on this machine, which can be told to misbehave. */
public final class FakeHub implements AutoCloseable {
    public static final String REPO = "some-org/tiny";
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    public static final String TOKEN = "hf_abcdefghSECRETijklmnop";

    /** Answers a request itself, or returns false to let the hub answer as it should. */
    interface Trick {
        boolean answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** What was asked. */
    public record Asked(String method, String path, String query, String authorization, String range) {}

    public final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    final Map<String, byte[]> files = new TreeMap<>();
    final Map<String, Trick> tricks = new LinkedHashMap<>();
    final Map<String, String> refs = new TreeMap<>(Map.of("main", COMMIT, "refs/pr/1", COMMIT));
    /** Files whose content is under {@code large} or larger are told as git-lfs files. */
    int large = 1000;

    boolean describes = true;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-hub");
        thread.setDaemon(true);
        return thread;
    });

    /** An empty one. */
    public FakeHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Some bytes that are not all alike. */
    static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    public FakeHub put(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    FakeHub put(String path, String content) {
        return put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** What a model needs, with weights of this size that mean nothing. */
    FakeHub model(int weights) {
        return put("config.json", "{\"model_type\": \"llama\"}")
                .put("tokenizer.json", "{}")
                .put("README.md", "hello")
                .put("pytorch_model.bin", "never")
                .put("model.safetensors", bytes(weights, 1));
    }

    FakeHub trick(String pathEnding, Trick trick) {
        tricks.put(pathEnding, trick);
        return this;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String etag(String path) {
        byte[] content = files.get(path);
        return content.length >= large
                ? hash("SHA-256", content)
                : hash("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    long count(String pathEnding) {
        synchronized (asked) {
            return asked.stream().filter(a -> a.path().endsWith(pathEnding)).count();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(new Asked(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestURI().getQuery(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Range")));
        try (exchange) {
            String prefix = "/" + REPO + "/resolve/" + COMMIT + "/";
            byte[] content = path.startsWith(prefix) ? files.get(path.substring(prefix.length())) : null;
            for (Map.Entry<String, Trick> trick : tricks.entrySet()) {
                if (path.endsWith(trick.getKey()) && trick.getValue().answer(exchange, content)) {
                    return;
                }
            }
            String raw = exchange.getRequestURI().getRawPath();
            String api = "/api/models/" + REPO + "/revision/";
            if (raw.startsWith(api)) {
                list(exchange, java.net.URLDecoder.decode(raw.substring(api.length()), StandardCharsets.UTF_8));
            } else if (content != null) {
                exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
                exchange.getResponseHeaders().set("ETag", "\"" + etag(path.substring(prefix.length())) + "\"");
                send(exchange, content);
            } else {
                fail(exchange, 404, path.contains(REPO) ? "EntryNotFound" : "RepoNotFound", "");
            }
        }
    }

    private void list(HttpExchange exchange, String revision) throws IOException {
        String commit = revision.equals(COMMIT) ? COMMIT : refs.get(revision);
        if (commit == null) {
            fail(exchange, 404, "RevisionNotFound", "Invalid rev id: " + revision);
            return;
        }
        List<Object> siblings = new ArrayList<>();
        files.forEach((path, content) -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("rfilename", path);
            if (describes) {
                file.put("size", (long) content.length);
                boolean lfs = content.length >= large;
                file.put("blobId", lfs ? hash("SHA-1", content) : etag(path));
                if (lfs) {
                    file.put("lfs", Map.of("sha256", etag(path), "size", (long) content.length, "pointerSize", 134L));
                }
            }
            siblings.add(file);
        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("id", REPO);
        root.put("sha", commit);
        root.put("gated", false);
        root.put("siblings", siblings);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = Json.write(root).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A file, or the part of it that a range asks for. */
    static void send(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int status = range == null ? 200 : 206;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, content.length == from ? -1 : content.length - from);
        exchange.getResponseBody().write(content, from, content.length - from);
    }

    static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        if (!code.isEmpty()) {
            exchange.getResponseHeaders().set("X-Error-Code", code);
        }
        if (!message.isEmpty()) {
            exchange.getResponseHeaders().set("X-Error-Message", message);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }

    /** Sends some of what it promised, and hangs up. */
    static void cut(HttpExchange exchange, byte[] content, int after) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
        exchange.getResponseBody().write(content, from, Math.min(after, content.length - from));
        exchange.getResponseBody().flush();
        if (after == 0) {
            // So that the other side has the head of the answer before the line is cut, as it mostly has.
            LockSupport.parkNanos(200_000_000);
        }
        exchange.close();
    }

    private static String hash(String kind, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(kind);
            Arrays.stream(parts).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
