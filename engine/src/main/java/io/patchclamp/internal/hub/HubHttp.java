package io.patchclamp.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLException;

import io.patchclamp.fault.LoadException;

/**
 * Requests to the hub, and to where it sends us. The token goes to the hub's own scheme, host and port, and nowhere
 * else. Messages show addresses without what follows a question mark, where storage hosts have their signatures.
 */
final class HubHttp {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 8;

    /**
     * An answer, its body still to be read.
     *
     * @param status its status
     * @param headers of the answer itself
     * @param hub of the last answer on the way that came from the hub
     * @param elsewhere the address it is from, if that is not on the hub
     * @param body to be closed
     */
    record Answer(int status, HttpHeaders headers, HttpHeaders hub, Optional<URI> elsewhere, InputStream body)
            implements AutoCloseable {
        boolean ok() {
            return status / 100 == 2;
        }

        Optional<String> hub(String name) {
            return hub.firstValue(name);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private final URI endpoint;
    private final Optional<Token> token;
    private final HttpClient client;
    private final Duration timeout;

    HubHttp(URI endpoint, Optional<Token> token, Duration timeout, ProxySelector proxies) {
        this.endpoint = endpoint;
        this.token = token;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies)
                .connectTimeout(timeout)
                .build();
    }

    Optional<Token> token() {
        return token;
    }

    URI endpoint() {
        return endpoint;
    }

    /** The hub's address of something, every part of it percent-encoded. */
    URI address(String... parts) {
        StringBuilder text = new StringBuilder(endpoint.toString());
        for (String part : parts) {
            text.append('/').append(part);
        }
        return URI.create(text.toString());
    }

    /** Text in one part of an address, or with {@code /} as several. */
    static String encoded(String text, boolean slashes) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || "-._~".indexOf(c) >= 0 || slashes && c == '/') {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /**
     * One request, and those that redirects ask for.
     *
     * @param method {@code GET}, or {@code HEAD}, which follows the hub's own redirects only: what it asks for is on
     *     the hub's answer
     * @param range value of the header of this name, or empty
     * @throws UnreachableException if there is no answer
     */
    Answer send(String method, URI address, String range) throws UnreachableException, InterruptedException {
        URI uri = address;
        HttpHeaders hub = null;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            boolean own = isHub(uri);
            HttpResponse<InputStream> response = once(method, uri, range, own);
            hub = own || hub == null ? response.headers() : hub;
            Optional<String> location = response.headers().firstValue("Location");
            boolean redirect = REDIRECTS.contains(response.statusCode()) && location.isPresent();
            URI next = redirect ? next(uri, location.get()) : null;
            if (next == null || method.equals("HEAD") && !isHub(next)) {
                Optional<URI> elsewhere = own ? Optional.empty() : Optional.of(uri);
                return new Answer(response.statusCode(), response.headers(), hub, elsewhere, response.body());
            }
            close(response.body());
            uri = next;
        }
        throw new LoadException(
                "The hub answers '" + shown(address) + "' with more than " + MOST_REDIRECTS + " redirects.",
                "the hub's own address in HF_ENDPOINT, or later again");
    }

    private HttpResponse<InputStream> once(String method, URI uri, String range, boolean own)
            throws UnreachableException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("User-Agent", "patchclamp")
                .header("Accept-Encoding", "identity")
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        if (own && token.isPresent()) {
            request.header("Authorization", token.get().header());
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(uri, e);
        }
    }

    /** What it means that a connection broke. */
    UnreachableException unreachable(URI uri, IOException e) {
        String who = isHub(uri) ? "The hub '" + endpoint + "'" : "'" + shown(uri) + "', where the hub sends us,";
        return new UnreachableException(
                who + " cannot be reached: " + reason(e) + ".",
                "check the network, a proxy (HTTPS_PROXY) and HF_ENDPOINT; --offline takes what was fetched before",
                -1,
                e);
    }

    private String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection within " + seconds();
        }
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + seconds();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no address is known for its name";
            }
            if (cause instanceof SSLException) {
                return "the connection is not secure (" + cause.getMessage() + ")";
            }
        }
        if (e instanceof ConnectException) {
            return "nobody accepts the connection";
        }
        return "the connection broke (" + e.getMessage() + ")";
    }

    private String seconds() {
        return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** Where a redirect leads. */
    static URI next(URI from, String location) {
        URI to;
        try {
            to = from.resolve(mended(location));
        } catch (IllegalArgumentException e) {
            throw strange(from, "an address that is none");
        }
        boolean secure = "https".equalsIgnoreCase(to.getScheme());
        if (to.getHost() == null || !secure && !"http".equalsIgnoreCase(to.getScheme())) {
            throw strange(from, "an address that is none");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !secure) {
            throw strange(from, "an address that is not encrypted, on " + to.getHost());
        }
        return to;
    }

    private static LoadException strange(URI from, String where) {
        return new LoadException(
                "'" + shown(from) + "' sends us to " + where + ".", "the hub's own address in HF_ENDPOINT");
    }

    /** Addresses of storage hosts hold characters that must not stand in one. */
    private static String mended(String location) {
        StringBuilder out = new StringBuilder();
        location.strip()
                .codePoints()
                .forEach(c -> out.append(
                        c <= 32 || c >= 127 || "\"<>\\^`{|}".indexOf(c) >= 0
                                ? encoded(Character.toString(c), false)
                                : Character.toString(c)));
        return out.toString();
    }

    /** Whether an address has the hub's scheme, host and port. */
    private boolean isHub(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri)
                && uri.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** An address as a message shows it. */
    static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // Nobody reads it.
        }
    }
}
